-- Images and documents that messages refer to by their SHA-256.
CREATE TABLE attachment (
    session    INTEGER NOT NULL REFERENCES session (id),
    sha256     TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    bytes      BLOB    NOT NULL,
    UNIQUE (session, sha256)
) STRICT;

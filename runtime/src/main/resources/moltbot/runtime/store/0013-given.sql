-- Files that people were given, as they were then.
CREATE TABLE given_file (
    id      INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    call    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    bytes   BLOB    NOT NULL,
    UNIQUE (session, call)
) STRICT;
-- A letter that is a file; its text is what the file is called.
ALTER TABLE letter ADD COLUMN file INTEGER REFERENCES given_file (id);

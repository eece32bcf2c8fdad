-- A letter that is sent at most once: where nobody knows whether it arrived (`doubt`), it is given up and not tried again.
ALTER TABLE letter ADD COLUMN once INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN doubt INTEGER NOT NULL DEFAULT 0;
-- Who wanted a message to somebody else, by the call that did: the same call again is the same message. The letter may
-- have been dropped meanwhile; of its text the digest stays.
CREATE TABLE errand (
    call      TEXT    PRIMARY KEY,
    turn      TEXT    NOT NULL,
    session   INTEGER NOT NULL REFERENCES session (id),
    letter    INTEGER NOT NULL,
    address   TEXT    NOT NULL,
    recipient TEXT    NOT NULL,
    sha256    TEXT    NOT NULL,
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX errand_of ON errand (session, letter);
CREATE INDEX errand_turn ON errand (turn);
CREATE INDEX errand_same ON errand (address, sha256);
CREATE INDEX errand_at ON errand (at);
CREATE INDEX errand_letter ON errand (letter);

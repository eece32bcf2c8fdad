CREATE TABLE session (
    id         INTEGER PRIMARY KEY,
    sender     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    last_seq   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    preview    TEXT    NOT NULL,
    UNIQUE (sender, name)
) STRICT;

-- What was taken from whom, so that nothing is taken twice.
CREATE TABLE inbound (
    sender  TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    turn    TEXT    NOT NULL,
    PRIMARY KEY (sender, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE turn (
    id      TEXT    PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    seq     INTEGER NOT NULL,
    outcome TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX turn_open ON turn (session, seq) WHERE outcome IS NULL;

-- What people see. `fact` is the JSON of the fact alone.
CREATE TABLE event (
    session INTEGER NOT NULL REFERENCES session (id),
    seq     INTEGER NOT NULL,
    turn    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    origin  TEXT    NOT NULL,
    type    TEXT    NOT NULL,
    fact    TEXT    NOT NULL,
    PRIMARY KEY (session, seq)
) STRICT, WITHOUT ROWID;

-- What models see. Ordered by the turn's first event, then by its steps.
CREATE TABLE message (
    session  INTEGER NOT NULL REFERENCES session (id),
    turn_seq INTEGER NOT NULL,
    step     INTEGER NOT NULL,
    origin   TEXT    NOT NULL,
    message  TEXT    NOT NULL,
    PRIMARY KEY (session, turn_seq, step)
) STRICT, WITHOUT ROWID;

-- How far each tool call of a running turn has come.
CREATE TABLE call (
    turn     TEXT NOT NULL,
    id       TEXT NOT NULL,
    state    TEXT NOT NULL,
    approval TEXT NOT NULL,
    PRIMARY KEY (turn, id)
) STRICT, WITHOUT ROWID;

-- Notices a conversation has had that are given once.
CREATE TABLE told (
    session INTEGER NOT NULL REFERENCES session (id),
    code    TEXT    NOT NULL,
    PRIMARY KEY (session, code)
) STRICT, WITHOUT ROWID;

-- A folder's path ends with a slash.
CREATE TABLE workspace_file (
    session INTEGER NOT NULL REFERENCES session (id),
    path    TEXT    NOT NULL,
    mode    INTEGER NOT NULL,
    sha256  TEXT    NOT NULL,
    size    INTEGER NOT NULL,
    bytes   BLOB    NOT NULL,
    UNIQUE (session, path)
) STRICT;

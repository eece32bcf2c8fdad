-- What is to be done later. A number is never used again. `session` is the name of the conversation it runs in, `origin`
-- of the one that asked for it and is told what came of it. `next_at` is when it is due; 0
-- where nothing more comes.
CREATE TABLE schedule (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    sender   TEXT    NOT NULL,
    origin   TEXT    NOT NULL,
    session  TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    rule     TEXT    NOT NULL,
    label    TEXT    NOT NULL,
    made_at  INTEGER NOT NULL,
    next_at  INTEGER NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('active', 'paused', 'over')),
    last     TEXT    NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX schedule_going ON schedule (sender, session) WHERE state <> 'over';
CREATE INDEX schedule_due ON schedule (next_at) WHERE state = 'active';
-- Runs that were begun, until they are over and told of. A turn's name is made of the schedule and the time it was due.
CREATE TABLE schedule_run (
    turn     TEXT    PRIMARY KEY,
    schedule INTEGER NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
    due_at   INTEGER NOT NULL,
    began_at INTEGER NOT NULL,
    missed   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_run_of ON schedule_run (schedule);

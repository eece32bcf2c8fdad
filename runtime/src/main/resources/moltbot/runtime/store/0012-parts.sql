-- What was said by and to the sub-agents of a turn that runs, by the call that began each.
CREATE TABLE part (
    turn    TEXT    NOT NULL,
    call    TEXT    NOT NULL,
    step    INTEGER NOT NULL,
    origin  TEXT    NOT NULL,
    message TEXT    NOT NULL,
    PRIMARY KEY (turn, call, step)
) STRICT, WITHOUT ROWID;

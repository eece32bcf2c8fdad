-- What stands for a conversation's older turns where a model is shown the newer ones. `upto` is the number of the event
-- that began the last turn it stands for; `label` is the join of all it was made of.
CREATE TABLE digest (
    session INTEGER NOT NULL REFERENCES session (id),
    upto    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    label   TEXT    NOT NULL,
    digest  TEXT    NOT NULL,
    PRIMARY KEY (session, upto)
) STRICT, WITHOUT ROWID;

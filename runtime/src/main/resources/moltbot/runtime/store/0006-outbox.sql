-- Where in a messenger a conversation is answered; empty for one that is read where it is kept.
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- Answers on their way there. Letters to one address go in the order of their numbers. The text of one that was sent is
-- in the conversation, and no longer here.
CREATE TABLE letter (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    address TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    state   TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead')),
    parts   INTEGER NOT NULL DEFAULT 0,
    tries   INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    why     TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX letter_open ON letter (address, id) WHERE state IN ('waiting', 'sending');

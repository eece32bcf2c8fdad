-- Facts and notes that outlast conversations. Until the owner has seen one that others had a hand in, it waits. A number
-- is never used again.
CREATE TABLE memory (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT    NOT NULL,
    text   TEXT    NOT NULL,
    label  TEXT    NOT NULL,
    source TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    state  TEXT    NOT NULL CHECK (state IN ('kept', 'waiting')),
    UNIQUE (sender, text)
) STRICT;
CREATE VIRTUAL TABLE memory_words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4');

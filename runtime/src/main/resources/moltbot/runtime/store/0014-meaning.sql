-- What a memory is about, as 384 floats of four bytes. Made when somebody searches, and made anew when it is missing.
CREATE TABLE memory_meaning (
    id     INTEGER PRIMARY KEY REFERENCES memory (id) ON DELETE CASCADE,
    vector BLOB    NOT NULL
) STRICT;

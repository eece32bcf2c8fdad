-- Whether a letter is read as Markdown: what a model says is, what the house says is shown as it is.
ALTER TABLE letter ADD COLUMN markdown INTEGER NOT NULL DEFAULT 0 CHECK (markdown IN (0, 1));

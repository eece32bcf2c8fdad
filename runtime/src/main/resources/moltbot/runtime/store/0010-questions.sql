-- Until when a question to whoever the conversation is with waits for their answer; 0 for every other call.
ALTER TABLE call ADD COLUMN until INTEGER NOT NULL DEFAULT 0;

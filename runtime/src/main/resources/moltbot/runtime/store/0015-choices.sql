-- Which model a conversation's owner chose for it, as the gateway names it; empty for the usual one.
ALTER TABLE session ADD COLUMN model TEXT NOT NULL DEFAULT '';
-- 'message' where somebody's words began the turn, 'summary' where the conversation is to be summed up.
ALTER TABLE turn ADD COLUMN kind TEXT NOT NULL DEFAULT 'message' CHECK (kind IN ('message', 'summary'));

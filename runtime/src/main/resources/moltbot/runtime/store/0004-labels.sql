-- Where what was read came from and who may see it: 'owner' or 'untrusted', then 'public' or 'private'.
-- A conversation's own is the join of all it has read and never gets better.
ALTER TABLE session ADD COLUMN label TEXT NOT NULL DEFAULT 'owner public';
UPDATE session SET label = 'untrusted private' WHERE sender <> 'owner';
-- A message's own is kept for what will be chosen from old messages one by one: memory and sums of what was said.
ALTER TABLE message ADD COLUMN label TEXT NOT NULL DEFAULT 'owner public';

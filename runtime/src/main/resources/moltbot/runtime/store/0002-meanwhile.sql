-- What becomes of a message that comes while a turn runs: 'steer' or 'queue'.
ALTER TABLE session ADD COLUMN meanwhile TEXT NOT NULL DEFAULT 'steer' CHECK (meanwhile IN ('steer', 'queue'));

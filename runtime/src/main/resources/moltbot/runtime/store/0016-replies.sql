-- The message that a letter answers and is shown with, by the id its messenger gave it; empty where none is.
ALTER TABLE letter ADD COLUMN answers TEXT NOT NULL DEFAULT '';
-- What is offered with a letter as an answer that can be tapped, as JSON; empty where nothing is.
ALTER TABLE letter ADD COLUMN replies TEXT NOT NULL DEFAULT '';
-- Which turn's answer a letter is, where perhaps a beginning of it was shown; empty for all others.
ALTER TABLE letter ADD COLUMN turn TEXT NOT NULL DEFAULT '';

SET lock_timeout = '3s';

-- Readers ask for what is above the last number that they saw, so no number may become visible after a greater one.
-- A sequence alone does not promise that: two transactions take 7 and 8, and 8 may commit first. A trigger of the
-- statement runs before its rows take their numbers, and this lock is kept until the transaction has committed: who
-- takes a number does so when all smaller ones are visible, or never will be. Who writes does it last in his
-- transaction, as the next one waits.
CREATE FUNCTION number_live_events_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('live_events', 0));
  RETURN NULL;
END $$;

CREATE TRIGGER in_turn BEFORE INSERT ON live_events
  FOR EACH STATEMENT EXECUTE FUNCTION number_live_events_in_turn();

SET lock_timeout = '3s';

-- Counted at every request, and worth nothing after a crash: a restart of the server forgives.
ALTER TABLE rate_limits SET UNLOGGED;

-- A change of what public answers are made of is counted in its own transaction, so that whoever sees the new number
-- sees the new rows. Readers ask for it, and drop what they kept under an older one.
CREATE FUNCTION next_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO editions AS e (topic, number) VALUES (TG_ARGV[0], 1)
  ON CONFLICT (topic) DO UPDATE SET number = e.number + 1;
  RETURN NULL;
END $$;

CREATE TRIGGER pricing_matrix_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pricing_matrix
  FOR EACH STATEMENT EXECUTE FUNCTION next_edition('pricing');
CREATE TRIGGER geodata_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON geodata
  FOR EACH STATEMENT EXECUTE FUNCTION next_edition('geodata');

SET lock_timeout = '3s';

-- What a file takes of its owner's plan. The storage alone knows of older ones: housekeeping measures them.
ALTER TABLE media ADD COLUMN stored_bytes bigint CHECK (stored_bytes >= 0);

-- No reader sees it, so measuring makes no new version.
DROP TRIGGER next_version ON media;
CREATE TRIGGER next_version BEFORE UPDATE ON media FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'stored_bytes' IS DISTINCT FROM to_jsonb(NEW) - 'stored_bytes') EXECUTE FUNCTION next_version();

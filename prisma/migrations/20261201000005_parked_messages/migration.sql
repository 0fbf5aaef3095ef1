SET lock_timeout = '3s';

-- A message that nobody here understands is set aside: it no longer waits, and nothing behind it waits for it.
ALTER TABLE "inbox" ADD COLUMN "parked_at" TIMESTAMPTZ(3);

-- Those that wait for a person, found without reading what is done.
CREATE INDEX inbox_parked ON inbox (parked_at, id) WHERE parked_at IS NOT NULL;

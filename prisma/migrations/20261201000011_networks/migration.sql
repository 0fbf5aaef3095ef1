SET lock_timeout = '3s';

-- From which network somebody signed in, so that a network is known without reading all sessions.
ALTER TABLE "sessions" ADD COLUMN "network" TEXT;
-- What was written before has IPv4 addresses plain or within IPv6; who came by IPv6 is known from the next sign-in on.
UPDATE "sessions" SET "network" = regexp_replace("address", '^::ffff:', '')
  WHERE "address" ~ '^(::ffff:)?\d{1,3}(\.\d{1,3}){3}$';
CREATE INDEX "sessions_network_created_at_idx" ON "sessions"("network", "created_at");

-- Tries of a code from elsewhere than where it was asked for.
ALTER TABLE "verification_codes" ADD COLUMN "strange_tries" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "verification_codes" ADD COLUMN "network" TEXT;

-- How many mails an address got lately.
CREATE INDEX "deliveries_recipient_created_at_idx" ON "deliveries"("recipient", "created_at");

SET lock_timeout = '3s';

-- The oldest due deliveries of each endpoint, whatever its log holds.
CREATE INDEX "webhook_deliveries_endpoint_id_next_try_at_idx" ON "webhook_deliveries"("endpoint_id", "next_try_at");

-- The sign-in that asked for a link: it stays when the link ends all others.
ALTER TABLE "verification_codes" ADD COLUMN "session_id" UUID;

-- Plans and versions: what a plan that is unknown allows, what a meter may count, and where the clock finds what ran out.
SET lock_timeout = '3s';

-- ---- Versions: counted here, so that no way of changing what its reader sees is forgotten ----------------------
CREATE FUNCTION next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;

CREATE TRIGGER next_version BEFORE UPDATE ON users FOR EACH ROW
  WHEN ((OLD.email, OLD.phone, OLD.full_name, OLD.role, OLD.plan, OLD.is_active, OLD.email_verified_at)
    IS DISTINCT FROM (NEW.email, NEW.phone, NEW.full_name, NEW.role, NEW.plan, NEW.is_active, NEW.email_verified_at))
  EXECUTE FUNCTION next_version();
-- Not for its last use.
CREATE TRIGGER next_version BEFORE UPDATE ON api_keys FOR EACH ROW
  WHEN ((OLD.name, OLD.scopes, OLD.expires_at, OLD.revoked_at)
    IS DISTINCT FROM (NEW.name, NEW.scopes, NEW.expires_at, NEW.revoked_at))
  EXECUTE FUNCTION next_version();
CREATE TRIGGER next_version BEFORE UPDATE ON media FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION next_version();
CREATE TRIGGER next_version BEFORE UPDATE ON placements FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION next_version();

-- ---- Plans ------------------------------------------------------------------------------------------------------

-- As before, but for a plan that is not in the table of limits, which allowed everything.
CREATE OR REPLACE FUNCTION reserve_campaign(reservation jsonb, limits jsonb, audit jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  draft jsonb := reservation->'view';
  brief jsonb := reservation->'view'->'brief';
  known text;
  plan_of text;
  open_campaigns int;
BEGIN
  SELECT plan INTO plan_of FROM users WHERE id = (draft->>'advertiserId')::uuid FOR NO KEY UPDATE;
  -- A plan that we no longer sell gives no more than the free one.
  IF NOT limits ? plan_of THEN
    plan_of := 'free';
  END IF;
  SELECT fingerprint INTO known FROM campaigns WHERE id = (draft->>'campaignId')::uuid;
  IF FOUND THEN
    RETURN jsonb_build_object('outcome', CASE WHEN known = reservation->>'fingerprint' THEN 'exists' ELSE 'other_body' END);
  END IF;
  SELECT count(*) INTO open_campaigns FROM campaigns WHERE advertiser_id = (draft->>'advertiserId')::uuid AND NOT over;
  IF (limits->>plan_of)::int <= open_campaigns THEN
    RETURN jsonb_build_object('outcome', 'limit', 'use', open_campaigns, 'plan', plan_of);
  END IF;
  INSERT INTO campaigns (id, advertiser_id, ad_account_id, channel, name, objective, tags, phase, status, over, version,
    currency, time_zone, budget_lifetime, budget_daily, start_at, end_at, waiting_for, waiting_since, view, targeting,
    fingerprint, created_at, updated_at)
  VALUES ((draft->>'campaignId')::uuid, (draft->>'advertiserId')::uuid, (draft->>'adAccountId')::uuid, draft->>'channel',
    brief->>'name', brief->>'objective', ARRAY(SELECT jsonb_array_elements_text(brief->'tags')), 'draft', 'draft', false, 0,
    draft->>'currency', draft->>'timeZone', (brief->>'budgetLifetime')::bigint, (brief->>'budgetDaily')::bigint,
    to_timestamp((brief->>'startAt')::numeric / 1000), to_timestamp((brief->>'endAt')::numeric / 1000), 'advertiser',
    (reservation->>'at')::timestamptz, draft, reservation->'targeting', reservation->>'fingerprint',
    (reservation->>'at')::timestamptz, (reservation->>'at')::timestamptz);
  INSERT INTO audit_entries (at, actor_kind, actor_id, address, action, target_kind, target_id, request_id, after)
  VALUES ((reservation->>'at')::timestamptz, 'user', audit->>'actorId', audit->>'address', 'campaign.reserved', 'campaign',
    draft->>'campaignId', audit->>'requestId', jsonb_build_object('name', brief->>'name'));
  RETURN jsonb_build_object('outcome', 'reserved');
END $$;

ALTER TABLE usage_counters ADD CHECK (used >= 0);

-- Entitlements that end by themselves.
CREATE INDEX entitlements_ending ON entitlements (valid_until) WHERE is_active AND valid_until IS NOT NULL;

-- What the partner platform said of a user before it said who he is.
CREATE INDEX inbox_partner ON inbox (key) WHERE source = 'partner';

SET lock_timeout = '3s';

-- Reserves a campaign in one round trip: the advertiser's row is locked, so that two requests at once can't both take
-- the plan's last place; the row, at version 0, carries what its workflow is started with. Answers
-- {"outcome": "reserved" | "exists" | "other_body" | "limit", "use": n, "plan": "free"}.
CREATE FUNCTION reserve_campaign(reservation jsonb, limits jsonb, audit jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  draft jsonb := reservation->'view';
  brief jsonb := reservation->'view'->'brief';
  known text;
  plan_of text;
  open_campaigns int;
BEGIN
  SELECT plan INTO plan_of FROM users WHERE id = (draft->>'advertiserId')::uuid FOR NO KEY UPDATE;
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

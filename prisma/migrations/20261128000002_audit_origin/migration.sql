SET lock_timeout = '3s';

-- From where, with what, and what it was before: the functions below are as they were, but for what they audit.
ALTER TABLE audit_entries ADD COLUMN api_key_id text;

-- One decision of a campaign: row, timeline, outbox, payments, audit and ledger, or nothing when it is an old one.
-- What a lost task decided in its place and after it goes.
CREATE OR REPLACE FUNCTION project_campaign(p jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  a audit_entries := jsonb_populate_record(NULL::audit_entries, p -> 'audit');
  o outbox := jsonb_populate_record(NULL::outbox, p -> 'event');
BEGIN
  IF NOT write_campaign(jsonb_populate_record(NULL::campaigns, p -> 'row'), true) THEN
    RETURN 'older';
  END IF;
  DELETE FROM campaign_timeline WHERE campaign_id = o.campaign_id AND version > o.version;
  DELETE FROM outbox WHERE campaign_id = o.campaign_id AND version > o.version AND released_at IS NULL;
  PERFORM write_timeline(jsonb_build_array(p -> 'timeline'));
  -- Held back until the decision is known to be durable; what was told stays told.
  INSERT INTO outbox AS e (kind, key, campaign_id, version, payload)
    VALUES (o.kind, o.key, o.campaign_id, o.version, o.payload)
    ON CONFLICT (campaign_id, version) DO UPDATE SET kind = excluded.kind, payload = excluded.payload,
      created_at = now() WHERE e.released_at IS NULL;
  IF jsonb_array_length(p -> 'payments') > 0 THEN
    PERFORM write_payments(p -> 'payments');
  END IF;
  INSERT INTO audit_entries (at, actor_kind, actor_id, action, target_kind, target_id, request_id, address, api_key_id,
      before, after)
    SELECT a.at, a.actor_kind, a.actor_id, a.action, a.target_kind, a.target_id, a.request_id, a.address, a.api_key_id,
      a.before, a.after
    WHERE NOT EXISTS (SELECT FROM audit_entries e WHERE e.target_kind = a.target_kind AND e.target_id = a.target_id
      AND e.action = a.action AND e.request_id = a.request_id AND e.at = a.at);
  IF jsonb_array_length(p -> 'postings') > 0 THEN
    PERFORM post_transactions(p -> 'postings');
  END IF;
  RETURN 'projected';
END $$;

-- What a payment gave back, as `payment/<id>` says: refunds, disputes, events and ledger, or nothing when it is old.
-- A retry of the same version tells nothing twice.
CREATE OR REPLACE FUNCTION project_payment(p jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  r payments := jsonb_populate_record(NULL::payments, p -> 'row');
  was payments;
  is_now jsonb;
BEGIN
  SELECT * INTO was FROM payments WHERE id = r.id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 'unknown';
  ELSIF was.version > r.version THEN
    RETURN 'older';
  END IF;
  -- A payment that found no open campaign is recorded as received here.
  UPDATE payments SET version = r.version, refunded = r.refunded, lost = r.lost, disputed = r.disputed,
      status = CASE WHEN r.received > 0 THEN 'paid' ELSE status END, received = greatest(received, r.received),
      intent_id = coalesce(intent_id, r.intent_id), updated_at = r.updated_at
    WHERE id = r.id
    RETURNING jsonb_build_object('received', received, 'refunded', refunded, 'lost', lost, 'disputed', disputed) INTO is_now;
  INSERT INTO refunds (key, payment_id, amount, reason, status, origin, provider_refund_id, requested_by, updated_at)
    SELECT key, r.id, amount, reason, status, origin, provider_refund_id, requested_by, r.updated_at
      FROM jsonb_populate_recordset(NULL::refunds, p -> 'refunds')
    ON CONFLICT (key) DO UPDATE SET status = excluded.status, amount = excluded.amount,
      provider_refund_id = coalesce(excluded.provider_refund_id, refunds.provider_refund_id),
      updated_at = excluded.updated_at
    WHERE (refunds.status, refunds.amount, refunds.provider_refund_id) IS DISTINCT FROM
      (excluded.status, excluded.amount, excluded.provider_refund_id);
  INSERT INTO disputes (id, payment_id, amount, fee, status, updated_at)
    SELECT id, r.id, amount, fee, status, r.updated_at
      FROM jsonb_populate_recordset(NULL::disputes, p -> 'disputes')
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, amount = excluded.amount, fee = excluded.fee,
      updated_at = excluded.updated_at
    WHERE (disputes.status, disputes.amount, disputes.fee) IS DISTINCT FROM
      (excluded.status, excluded.amount, excluded.fee);
  IF was.version < r.version THEN
    INSERT INTO outbox (kind, key, payload, released_at)
      SELECT kind, 'payment:' || r.id, payload, now()
      FROM jsonb_populate_recordset(NULL::outbox, p -> 'events') WITH ORDINALITY AS e ORDER BY ordinality;
    INSERT INTO audit_entries (at, actor_kind, actor_id, action, target_kind, target_id, request_id, address, api_key_id,
        before, after)
      SELECT at, actor_kind, actor_id, action, 'payment', r.id, request_id, address, api_key_id,
        jsonb_build_object('received', was.received, 'refunded', was.refunded, 'lost', was.lost, 'disputed', was.disputed),
        is_now || after
      FROM jsonb_populate_recordset(NULL::audit_entries, p -> 'audit');
  END IF;
  -- The campaign may have counted the same receipt, as its own share or as an excess: then that posting stands.
  PERFORM post_transactions(coalesce((
    SELECT jsonb_agg(t.posting ORDER BY t.ordinality)
    FROM jsonb_array_elements(p -> 'postings') WITH ORDINALITY AS t (posting, ordinality)
    WHERE NOT (t.posting ->> 'referenceType' = 'payment'
      AND EXISTS (SELECT FROM ledger_transactions l WHERE l.key = t.posting ->> 'key'))), '[]'));
  RETURN 'projected';
END $$;

-- A campaign before its workflow runs: within the plan, once for a key, and audited.
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
  INSERT INTO audit_entries (at, actor_kind, actor_id, address, api_key_id, action, target_kind, target_id, request_id, after)
  VALUES ((reservation->>'at')::timestamptz, 'user', audit->>'actorId', audit->>'address', audit->>'apiKeyId',
    'campaign.reserved', 'campaign', draft->>'campaignId', audit->>'requestId', jsonb_build_object('name', brief->>'name'));
  RETURN jsonb_build_object('outcome', 'reserved');
END $$;

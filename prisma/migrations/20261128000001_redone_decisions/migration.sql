SET lock_timeout = '3s';

-- The row of a campaign. `only_newer` guards a workflow's own projection. A workflow's decisions are ordered by time and
-- then by version; those of a task that was lost were decided before the ones that took their place, whatever their
-- versions: a lost task may have counted further than the one that was lived instead, and its writes may come last.
-- A reservation is anybody's to overwrite: its time is another clock's.
CREATE OR REPLACE FUNCTION write_campaign(r campaigns, only_newer boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaigns AS c (id, advertiser_id, ad_account_id, channel, name, objective, tags, phase, status, over,
      version, currency, time_zone, budget_lifetime, budget_daily, start_at, end_at, waiting_for, waiting_since, view,
      targeting, fingerprint, updated_at)
    VALUES (r.id, r.advertiser_id, r.ad_account_id, r.channel, r.name, r.objective, r.tags, r.phase, r.status, r.over,
      r.version, r.currency, r.time_zone, r.budget_lifetime, r.budget_daily, r.start_at, r.end_at, r.waiting_for,
      r.waiting_since, r.view, '{}', '', r.updated_at)
    ON CONFLICT (id) DO UPDATE SET name = r.name, objective = r.objective, tags = r.tags, phase = r.phase,
      status = r.status, over = r.over, version = r.version, budget_lifetime = r.budget_lifetime,
      budget_daily = r.budget_daily, start_at = r.start_at, end_at = r.end_at, waiting_for = r.waiting_for,
      waiting_since = r.waiting_since, view = r.view, updated_at = r.updated_at
    WHERE NOT only_newer OR c.version = 0 OR (c.updated_at, c.version) <= (r.updated_at, r.version);
  RETURN FOUND;
END $$;

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
  INSERT INTO audit_entries (at, actor_kind, actor_id, action, target_kind, target_id, request_id, before, after)
    SELECT a.at, a.actor_kind, a.actor_id, a.action, a.target_kind, a.target_id, a.request_id, a.before, a.after
    WHERE NOT EXISTS (SELECT FROM audit_entries e WHERE e.target_kind = a.target_kind AND e.target_id = a.target_id
      AND e.action = a.action AND e.request_id = a.request_id AND e.at = a.at);
  IF jsonb_array_length(p -> 'postings') > 0 THEN
    PERFORM post_transactions(p -> 'postings');
  END IF;
  RETURN 'projected';
END $$;

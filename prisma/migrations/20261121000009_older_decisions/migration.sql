SET lock_timeout = '3s';

-- The row of a campaign. `only_newer` guards a workflow's own projection: an older version never overwrites, nor does
-- an equal one that was decided earlier. That one's task was lost, and a slow write of it may come after the decision
-- that took its place.
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
    WHERE NOT only_newer OR (c.version, c.updated_at) <= (r.version, r.updated_at);
  RETURN FOUND;
END $$;

-- Counts a batch of ad events in one round trip and one transaction: the one place of the rule what is accepted and billed.
SET lock_timeout = '3s';

-- A zone that only Node knows is refused when it is set, not when its campaign's events are counted.
ALTER TABLE house_line_items ADD CHECK (timezone(time_zone, 'epoch'::timestamptz) IS NOT NULL);

-- flush: {server, number, at, told_after, arrivals}; the arrivals count in their order.
-- 1. Accepted once: a person's first event of an id. What is invalid does not use up its id.
-- 2. Billed: a unit is drawn from the lease its ad was decided under, else from what nobody has leased, unless the line
--    item is stopped; else it is over-delivery, accepted but never billed. So delivered + leased <= units holds after
--    every batch, and spend = billed units * unit price.
-- 3. Filed by the day of the campaign's zone, in total (nil creative) and for the creative; a conversion credits the
--    clicked creative of its own campaign. An unknown campaign's events are forged, under the nil campaign.
-- 4. A campaign whose last unit was used, and whose flight ends after told_after, is told so.
-- The tables may have grown a thousandfold since the plans were made: only indexes stay right.
CREATE FUNCTION count_ad_events(flush jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  nil CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  flushed_at CONSTANT timestamptz := flush ->> 'at';
BEGIN
  -- Tried again after a lost answer, a flush that was applied changes nothing.
  INSERT INTO house_servers AS s (server, flushed, seen_at)
  VALUES (flush ->> 'server', (flush ->> 'number')::bigint, flushed_at)
  ON CONFLICT (server) DO UPDATE SET flushed = excluded.flushed, seen_at = excluded.seen_at
  WHERE s.flushed < excluded.flushed;
  IF NOT FOUND THEN RETURN; END IF;

  -- In the order of their ids, so that two processes can't wait for each other. What is read below is younger than the locks.
  PERFORM FROM house_line_items
  WHERE campaign_id IN (SELECT (a ->> 'campaign_id')::uuid FROM jsonb_array_elements(flush -> 'arrivals') AS a)
  ORDER BY campaign_id FOR UPDATE;

  WITH arrived AS (
    SELECT a.*, i.status, i.billed_unit, i.unit_price_micros, i.units - i.delivered - i.leased AS free,
      l.units - l.used AS lease_left,
      (a.at AT TIME ZONE coalesce(i.time_zone, 'UTC'))::date AS date,
      coalesce((SELECT c.creative_id FROM ad_events AS c WHERE c.id = a.click_event AND c.campaign_id = a.campaign_id),
        a.creative_id) AS credited,
      CASE WHEN i.campaign_id IS NULL THEN 'forged'
        ELSE coalesce(a.invalid, (SELECT 'duplicate' FROM ad_events AS e WHERE e.id = a.id)) END AS refused
    FROM ROWS FROM (jsonb_to_recordset(flush -> 'arrivals') AS (id text, kind text, campaign_id uuid, creative_id uuid,
      placement text, lease_id uuid, invalid text, value bigint, click_event text, at timestamptz)) WITH ORDINALITY
      AS a (id, kind, campaign_id, creative_id, placement, lease_id, invalid, value, click_event, at, n)
    LEFT JOIN house_line_items AS i USING (campaign_id)
    LEFT JOIN house_leases AS l ON l.id = a.lease_id AND l.campaign_id = a.campaign_id
  ), sifted AS (
    SELECT *, coalesce(refused, CASE WHEN row_number() OVER (PARTITION BY id, refused ORDER BY n) > 1
      THEN 'duplicate' END) AS invalid_for
    FROM arrived
  ), priced AS (
    SELECT *, invalid_for IS NULL AND kind = billed_unit AS priced FROM sifted
  ), leased AS (
    SELECT *, priced AND coalesce(row_number() OVER (PARTITION BY lease_id, priced ORDER BY n) <= lease_left, false)
      AS from_lease
    FROM priced
  ), drawn AS (
    SELECT *, from_lease OR priced AND status <> 'stopped'
      AND row_number() OVER (PARTITION BY campaign_id, priced AND NOT from_lease ORDER BY n) <= free AS billed
    FROM leased
  ), judged AS MATERIALIZED (
    SELECT *, CASE WHEN priced AND NOT billed THEN 'over_delivery' ELSE invalid_for END AS reason FROM drawn
  ), new_events AS (
    INSERT INTO ad_events (id, campaign_id, creative_id, placement, kind, unbilled, value_minor, at)
    SELECT id, campaign_id, credited, placement, kind, reason IS NOT NULL, value, at
    FROM judged WHERE invalid_for IS NULL
  ), used_leases AS (
    UPDATE house_leases AS l SET used = l.used + d.units
    FROM (SELECT lease_id, count(*) AS units FROM judged WHERE from_lease GROUP BY 1) AS d WHERE l.id = d.lease_id
  ), billed_items AS (
    UPDATE house_line_items AS i SET delivered = i.delivered + b.units, leased = i.leased - b.from_leases,
      exhausted_at = coalesce(i.exhausted_at, CASE WHEN i.delivered + b.units = i.units THEN flushed_at END)
    FROM (SELECT campaign_id, count(*) AS units, count(*) FILTER (WHERE from_lease) AS from_leases
      FROM judged WHERE billed GROUP BY 1) AS b
    WHERE i.campaign_id = b.campaign_id
    RETURNING i.campaign_id, i.units, i.end_at, i.exhausted_at
  ), told AS (
    -- Its id names the units that ran out, for a raise may follow.
    INSERT INTO outbox (kind, key, payload, released_at)
    SELECT 'house.exhausted', 'campaign:' || campaign_id, jsonb_build_object(
      'eventId', format('house:exhausted:%s:%s', campaign_id, b.units), 'kind', 'budget_exhausted',
      'reason', format('All %s units that were paid for are delivered.', b.units),
      'at', (extract(epoch FROM flushed_at) * 1000)::bigint), flushed_at
    FROM billed_items AS b JOIN house_line_items AS before USING (campaign_id)
    WHERE before.exhausted_at IS NULL AND b.exhausted_at IS NOT NULL
      AND b.end_at > (flush ->> 'told_after')::timestamptz
  ), days AS (
    INSERT INTO campaign_metrics AS m (campaign_id, date, creative_id, impressions, clicks, conversions, invalid,
      spend_micros, revenue, updated_at)
    SELECT campaign_id, date, whose, count(*) FILTER (WHERE reason IS NULL AND kind = 'impression'),
      count(*) FILTER (WHERE reason IS NULL AND kind = 'click'),
      count(*) FILTER (WHERE reason IS NULL AND kind = 'conversion'), count(reason),
      coalesce(sum(unit_price_micros) FILTER (WHERE billed), 0), coalesce(sum(value) FILTER (WHERE reason IS NULL), 0), now()
    FROM judged CROSS JOIN unnest(array_remove(ARRAY[credited], nil) || nil) AS whose
    WHERE refused IS DISTINCT FROM 'forged' GROUP BY campaign_id, date, whose
    ON CONFLICT (campaign_id, date, creative_id) DO UPDATE
    SET impressions = m.impressions + excluded.impressions, clicks = m.clicks + excluded.clicks,
      conversions = m.conversions + excluded.conversions, invalid = m.invalid + excluded.invalid,
      spend_micros = m.spend_micros + excluded.spend_micros, revenue = m.revenue + excluded.revenue, updated_at = now()
  )
  -- Forged events lie under no line item's lock: here it is the order of the rows that keeps processes from waiting for
  -- each other.
  INSERT INTO invalid_traffic AS t (campaign_id, date, kind, reason, count)
  SELECT CASE WHEN reason = 'forged' THEN nil ELSE campaign_id END AS whose, date, kind, reason, count(*)
  FROM judged WHERE reason IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (campaign_id, date, kind, reason) DO UPDATE SET count = t.count + excluded.count;
END $$;

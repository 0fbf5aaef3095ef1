-- One definition of what a campaign delivered, for the ad server's rows as for the code.
SET lock_timeout = '3s';

-- ---- Money: as in domain/money.ts -------------------------------------------------------------------------------

CREATE FUNCTION micros_per_minor(currency text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF',
      'XOF', 'XPF') THEN 1000000
    WHEN currency IN ('BHD', 'JOD', 'KWD', 'OMR', 'TND') THEN 1000
    ELSE 10000 END::bigint
$$;

-- Every charge and refund is a multiple of it.
CREATE FUNCTION charge_step(currency text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN micros_per_minor(currency) = 1000 THEN 10 ELSE 1 END::bigint
$$;

-- Half-even, for micros that are not negative.
CREATE FUNCTION micros_to_minor(micros bigint, currency text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT micros / scale + CASE
    WHEN micros % scale * 2 > scale OR (micros % scale * 2 = scale AND micros / scale % 2 = 1) THEN 1 ELSE 0 END
  FROM micros_per_minor(currency) AS scale
$$;

-- ---- Delivered value: as in domain/delivery/billing.ts -------------------------------------------------------------

CREATE FUNCTION delivered_micros(billed bigint, total bigint, units bigint, unit_price_micros bigint, currency text)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN units > 0 AND billed >= units THEN total * micros_per_minor(currency)
    ELSE billed * unit_price_micros END
$$;

CREATE FUNCTION delivered_value(billed bigint, total bigint, units bigint, unit_price_micros bigint, currency text)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN units > 0 AND billed >= units THEN total
    ELSE billed * unit_price_micros / (micros_per_minor(currency) * charge_step(currency)) * charge_step(currency) END
$$;

-- ---- What all units of a line item cost ----------------------------------------------------------------------------

ALTER TABLE house_line_items ADD COLUMN "total" BIGINT NOT NULL DEFAULT 0;

-- What has ended was billed by the older rule, units × price rounded down, and stays as it was billed.
UPDATE house_line_items AS l SET total = CASE
  WHEN l.status = 'stopped' OR c.budget_lifetime IS NULL THEN l.units * l.unit_price_micros / micros_per_minor(l.currency)
  ELSE c.budget_lifetime END
FROM house_line_items AS line LEFT JOIN campaigns AS c ON c.id = line.campaign_id
WHERE line.campaign_id = l.campaign_id;

ALTER TABLE house_line_items ADD CHECK (total >= 0);

-- ---- Results by day ------------------------------------------------------------------------------------------------

-- The days of a campaign, in its zone. A day's spend is how much the delivered value rose with it, so that days sum to
-- the whole exactly, and the first days to what had been delivered by then. `spend_micros` is the same before it is
-- rounded. What a platform bills itself has no line item here: its micros are only rounded.
CREATE FUNCTION campaign_days(campaign uuid) RETURNS TABLE (date date, impressions bigint, clicks bigint,
  conversions bigint, invalid bigint, revenue bigint, spend bigint, spend_micros bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT d.date, d.impressions, d.clicks, d.conversions, d.invalid, d.revenue,
    d.delivered - lag(d.delivered, 1, 0::bigint) OVER (ORDER BY d.date),
    d.exact - lag(d.exact, 1, 0::bigint) OVER (ORDER BY d.date)
  FROM (
    SELECT r.*,
      CASE WHEN l.campaign_id IS NULL THEN r.micros
        ELSE delivered_micros(b.billed, l.total, l.units, l.unit_price_micros, l.currency) END AS exact,
      CASE WHEN l.campaign_id IS NULL THEN micros_to_minor(r.micros, c.currency)
        ELSE delivered_value(b.billed, l.total, l.units, l.unit_price_micros, l.currency) END AS delivered
    FROM (
      SELECT m.*, (sum(m.spend_micros) OVER (ORDER BY m.date))::bigint AS micros
      FROM campaign_metrics AS m
      WHERE m.campaign_id = campaign AND m.creative_id = '00000000-0000-0000-0000-000000000000'
    ) AS r
    JOIN campaigns AS c ON c.id = r.campaign_id
    LEFT JOIN house_line_items AS l ON l.campaign_id = r.campaign_id
    -- One that was withdrawn before it could begin has no price.
    CROSS JOIN LATERAL (SELECT coalesce(r.micros / nullif(l.unit_price_micros, 0), 0)) AS b (billed)
  ) AS d
$$;

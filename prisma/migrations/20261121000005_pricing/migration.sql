-- What rows of the price tables must keep, whoever writes them.
SET lock_timeout = '3s';

ALTER TABLE pricing_matrix
  ADD CHECK (coverage_type IN ('radius', 'city', 'state', 'national')),
  ADD CHECK (base_rate > 0),
  ADD CHECK (multiplier > 0);
ALTER TABLE geodata
  ADD CHECK (population >= 0),
  ADD CHECK (area_km2 > 0);
ALTER TABLE promo_codes
  ADD CHECK (percent > 0 AND percent < 100),
  ADD CHECK (uses >= 0 AND (max_uses IS NULL OR uses <= max_uses));
ALTER TABLE quotes
  ADD CHECK (total > 0),
  -- A quote is frozen whole, for somebody, or not at all.
  ADD CHECK ((campaign_id IS NULL) = (frozen_at IS NULL) AND (campaign_id IS NULL) = (freeze_key IS NULL)),
  ADD CHECK (campaign_id IS NULL OR user_id IS NOT NULL);

-- The quotes that nobody used, oldest first: they are deleted some days after they expired.
CREATE INDEX quotes_unused ON quotes (valid_until) WHERE campaign_id IS NULL;

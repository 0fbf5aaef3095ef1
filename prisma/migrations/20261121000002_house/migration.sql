-- The house ad server's rules that Prisma's schema cannot say, and placements to try it with.
SET lock_timeout = '3s';

ALTER TABLE placements
  ADD CHECK (width > 0 AND height > 0),
  ADD CHECK (formats <@ ARRAY['image', 'text', 'video'] AND cardinality(formats) > 0),
  ADD CHECK (state IS NULL OR country IS NOT NULL),
  ADD CHECK (floor_micros >= 0);

ALTER TABLE house_line_items
  ADD CHECK (status IN ('active', 'paused', 'stopped')),
  ADD CHECK (billed_unit IN ('impression', 'click')),
  ADD CHECK (unit_price_micros >= 0),
  ADD CHECK (delivered >= 0 AND leased >= 0),
  ADD CHECK (daily_units > 0),
  -- Never more is billed or promised than was paid for, whatever the processes do.
  ADD CONSTRAINT house_never_over_units CHECK (delivered + leased <= units);

ALTER TABLE house_leases
  ADD CHECK (units > 0),
  ADD CONSTRAINT house_lease_not_overdrawn CHECK (used >= 0 AND used <= units);

ALTER TABLE ad_events
  ADD CHECK (kind IN ('impression', 'click', 'conversion')),
  ADD CHECK (value_minor >= 0);

ALTER TABLE campaign_metrics
  ADD CHECK (least(impressions, clicks, conversions, invalid, spend_micros, revenue) >= 0);

ALTER TABLE invalid_traffic
  ADD CHECK (kind IN ('impression', 'click', 'conversion')),
  ADD CHECK (count > 0);

-- Ad servers look for what changed since their last look: one clock for all of them.
CREATE FUNCTION touch_house_line_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON house_line_items
  FOR EACH ROW EXECUTE FUNCTION touch_house_line_item();

INSERT INTO placements (id, name, width, height, formats, country, state) VALUES
  ('demo-banner', 'Demo: medium rectangle', 300, 250, '{image,text}', 'US', 'CA'),
  ('demo-leaderboard', 'Demo: leaderboard', 728, 90, '{image,text}', 'US', 'CA'),
  ('demo-text', 'Demo: text', 320, 100, '{text}', 'US', 'CA'),
  ('demo-video', 'Demo: video', 640, 360, '{video}', 'US', 'CA');

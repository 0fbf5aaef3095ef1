SET lock_timeout = '3s';

-- Each activation of a campaign draws a generation of its line item: what an earlier one still sends changes nothing.
-- `activated_by` names the activity that drew it, so that its retries draw no other; `activated_at` is when that was
-- scheduled. `is_final`: ended for good.
ALTER TABLE house_line_items
  ADD COLUMN advertiser_id uuid,
  ADD COLUMN generation integer NOT NULL DEFAULT 1,
  ADD COLUMN activated_by text,
  ADD COLUMN activated_at timestamptz(3),
  ADD COLUMN is_final boolean NOT NULL DEFAULT false;
UPDATE house_line_items AS i SET is_final = i.status = 'stopped', advertiser_id = c.advertiser_id
  FROM campaigns AS c WHERE c.id = i.campaign_id;
UPDATE house_line_items SET is_final = true WHERE status = 'stopped' AND NOT is_final;
ALTER TABLE house_line_items ADD CONSTRAINT house_final_is_stopped CHECK (status = 'stopped' OR NOT is_final);

-- A campaign's row and its line item never contradict each other, whoever wrote the row: a campaign that is over
-- delivers nothing for good, and one that does not run yet delivers nothing. A workflow that was reset to before its
-- activation says so with its next decision.
CREATE FUNCTION end_delivery_with_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.over THEN
    -- A life that began its delivery has ended it before this. Of any other all that was paid goes back: what an undone
    -- life delivered is billed to nobody, nor is what is seen of its ads from now on.
    UPDATE house_line_items SET status = 'stopped', is_final = true, leased = 0, delivered = 0
      WHERE campaign_id = NEW.id AND NOT is_final;
    IF FOUND THEN
      DELETE FROM house_leases WHERE campaign_id = NEW.id;
      UPDATE campaign_metrics SET spend_micros = 0, updated_at = now()
        WHERE campaign_id = NEW.id AND spend_micros <> 0;
    END IF;
  ELSIF NEW.phase NOT IN ('active', 'completing') THEN
    UPDATE house_line_items SET status = 'stopped' WHERE campaign_id = NEW.id AND status <> 'stopped';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER end_delivery AFTER UPDATE OF phase, over ON campaigns FOR EACH ROW
  WHEN ((OLD.phase, OLD.over) IS DISTINCT FROM (NEW.phase, NEW.over))
  EXECUTE FUNCTION end_delivery_with_campaign();

-- What keeps every campaign of an account from delivering, and since when; ad servers look at it each second.
CREATE TABLE account_stops (
  user_id uuid PRIMARY KEY,
  disabled_at timestamptz(3),
  stopped_at timestamptz(3),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
-- Sets `updated_at` by the clock of the database, of these as of line items.
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON account_stops
  FOR EACH ROW EXECUTE FUNCTION touch_house_line_item();
CREATE INDEX account_stops_updated_at_idx ON account_stops (updated_at);
INSERT INTO account_stops (user_id, disabled_at) SELECT id, updated_at FROM users WHERE NOT is_active;

-- What must be told to a workflow, in order per target: written in the transaction that caused it, delivered by the relay.
CREATE TABLE workflow_messages (
  id bigserial PRIMARY KEY,
  target text NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3) NOT NULL DEFAULT now(),
  failure text
);
CREATE INDEX workflow_messages_target_id_idx ON workflow_messages (target, id);
CREATE INDEX workflow_messages_new_idx ON workflow_messages (id) WHERE attempts = 0;
CREATE INDEX workflow_messages_due_idx ON workflow_messages (next_try_at) WHERE attempts > 0;

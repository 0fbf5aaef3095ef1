SET lock_timeout = '3s';

-- Each amount beside the currency in which it came: a payment that is held may be of another than was asked for.
ALTER TABLE payments ADD COLUMN received_currency text;
ALTER TABLE refunds ADD COLUMN currency text;
ALTER TABLE disputes ADD COLUMN currency text;
UPDATE payments SET received_currency = currency WHERE received > 0;
-- The receipt says what came.
UPDATE payments p SET received_currency = e.currency
  FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
  WHERE t.reference_type = 'payment' AND t.reference_id = p.id::text AND e.currency <> p.currency;
UPDATE refunds r SET currency = coalesce(p.received_currency, p.currency) FROM payments p WHERE p.id = r.payment_id;
UPDATE disputes d SET currency = coalesce(p.received_currency, p.currency) FROM payments p WHERE p.id = d.payment_id;
ALTER TABLE refunds ALTER COLUMN currency SET NOT NULL;
ALTER TABLE disputes ALTER COLUMN currency SET NOT NULL;
ALTER TABLE payments ADD CONSTRAINT payments_received_in_a_currency
  CHECK (received = 0 OR received_currency IS NOT NULL);

-- Promised to a person under the payment's lock, and not heard of by its workflow yet.
ALTER TABLE refunds DROP CONSTRAINT refunds_status_check,
  ADD CONSTRAINT refunds_status_check CHECK (status IN ('reserved', 'requested', 'processing', 'succeeded', 'failed'));
-- A bank's question is no dispute, and may become one.
ALTER TABLE disputes DROP CONSTRAINT disputes_status_check,
  ADD CONSTRAINT disputes_status_check CHECK (status IN ('inquiry', 'inquiry_closed', 'open', 'won', 'lost'));
ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_kind_check,
  ADD CONSTRAINT ledger_transactions_kind_check
  CHECK (kind IN ('charge', 'excess', 'refund', 'refund_returned', 'spend', 'dispute', 'write_off'));

-- How the campaign collected its payments. What was given back (refunded, lost, disputed) is `payment/<id>`'s.
CREATE OR REPLACE FUNCTION write_payments(rows jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO payments AS p (id, user_id, campaign_id, purpose, method, provider, n, amount, currency, status,
      received, received_currency, held, session_id, intent_id, url, expires_at, updated_at)
    SELECT id, user_id, campaign_id, purpose, method, provider, n, amount, currency, status,
      received, CASE WHEN received > 0 THEN coalesce(received_currency, currency) END, held, session_id, intent_id, url,
      expires_at, updated_at
      FROM jsonb_populate_recordset(NULL::payments, rows) ORDER BY id
    ON CONFLICT (id) DO UPDATE SET
      status = CASE WHEN payment_rank(excluded.status) > payment_rank(p.status) THEN excluded.status ELSE p.status END,
      received = greatest(p.received, excluded.received),
      received_currency = coalesce(excluded.received_currency, p.received_currency),
      held = excluded.held,
      session_id = coalesce(p.session_id, excluded.session_id),
      intent_id = coalesce(p.intent_id, excluded.intent_id),
      url = coalesce(excluded.url, p.url),
      expires_at = coalesce(excluded.expires_at, p.expires_at),
      updated_at = excluded.updated_at
    WHERE (p.status, p.received, p.received_currency, p.held, p.session_id, p.intent_id, p.url, p.expires_at)
      IS DISTINCT FROM (excluded.status, excluded.received, coalesce(excluded.received_currency, p.received_currency),
        excluded.held, excluded.session_id, excluded.intent_id, excluded.url, excluded.expires_at)
$$;

-- What a payment gave back, as `payment/<id>` says: refunds, disputes, events and ledger, or nothing when it is old.
-- A retry of the same version tells nothing twice. The sums are those of the rows: what is reserved counts as well.
CREATE OR REPLACE FUNCTION project_payment(p jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  r payments := jsonb_populate_record(NULL::payments, p -> 'row');
  was payments;
  is_now jsonb;
  v_received bigint;
  v_refunded bigint;
  v_promised bigint;
BEGIN
  SELECT * INTO was FROM payments WHERE id = r.id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 'unknown';
  ELSIF was.version > r.version THEN
    RETURN 'older';
  END IF;
  v_promised := promised_of(r.id);
  INSERT INTO refunds (key, payment_id, amount, currency, reason, status, origin, provider_refund_id, requested_by, updated_at)
    SELECT key, r.id, amount, currency, reason, status, origin, provider_refund_id, requested_by, r.updated_at
      FROM jsonb_populate_recordset(NULL::refunds, p -> 'refunds')
    ON CONFLICT (key) DO UPDATE SET status = excluded.status, amount = excluded.amount,
      provider_refund_id = coalesce(excluded.provider_refund_id, refunds.provider_refund_id),
      updated_at = excluded.updated_at
    WHERE (refunds.status, refunds.amount, refunds.provider_refund_id) IS DISTINCT FROM
      (excluded.status, excluded.amount, excluded.provider_refund_id);
  INSERT INTO disputes (id, payment_id, amount, currency, fee, status, updated_at)
    SELECT id, r.id, amount, currency, fee, status, r.updated_at
      FROM jsonb_populate_recordset(NULL::disputes, p -> 'disputes')
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, amount = excluded.amount, fee = excluded.fee,
      updated_at = excluded.updated_at
    WHERE (disputes.status, disputes.amount, disputes.fee) IS DISTINCT FROM
      (excluded.status, excluded.amount, excluded.fee);
  v_received := greatest(was.received, r.received);
  v_refunded := refunded_of(r.id, v_received);
  -- A payment that found no open campaign is recorded as received here.
  UPDATE payments SET version = r.version, refunded = v_refunded,
      lost = greatest(0, least(lost_of(r.id), v_received - v_refunded)),
      disputed = EXISTS (SELECT FROM disputes d WHERE d.payment_id = r.id AND d.status = 'open'),
      status = CASE WHEN r.received > 0 THEN 'paid' ELSE status END, received = v_received,
      received_currency = CASE WHEN v_received > 0 THEN coalesce(received_currency, r.received_currency) END,
      intent_id = coalesce(intent_id, r.intent_id), updated_at = r.updated_at
    WHERE id = r.id
    RETURNING jsonb_build_object('received', received, 'refunded', refunded - promised_of(r.id), 'lost', lost,
      'disputed', disputed) INTO is_now;
  IF was.version < r.version THEN
    INSERT INTO outbox (kind, key, payload, released_at)
      SELECT kind, 'payment:' || r.id, payload, now()
      FROM jsonb_populate_recordset(NULL::outbox, p -> 'events') WITH ORDINALITY AS e ORDER BY ordinality;
    INSERT INTO audit_entries (at, actor_kind, actor_id, action, target_kind, target_id, request_id, address, api_key_id,
        before, after)
      SELECT at, actor_kind, actor_id, action, 'payment', r.id, request_id, address, api_key_id,
        jsonb_build_object('received', was.received, 'refunded', was.refunded - v_promised, 'lost', was.lost,
          'disputed', was.disputed),
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

-- Our own refunds count whole, so that the database can refuse one too many. What the provider gave back besides is a
-- fact, and may stand beside one of ours whose outcome is unknown: it counts as far as there was anything to give.
CREATE FUNCTION refunded_of(payment uuid, received bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT ours + least(others, greatest(0, received - ours)) FROM (
    SELECT coalesce(sum(amount) FILTER (WHERE origin = 'adflight'), 0)::bigint AS ours,
      coalesce(sum(amount) FILTER (WHERE origin = 'provider'), 0)::bigint AS others
    FROM refunds WHERE payment_id = payment AND status <> 'failed') AS given
$$;

-- What was promised and not heard of yet: no decision of the payment's so far.
CREATE FUNCTION promised_of(payment uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount), 0)::bigint FROM refunds WHERE payment_id = payment AND status = 'reserved'
$$;

CREATE FUNCTION lost_of(payment uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount), 0)::bigint FROM disputes WHERE payment_id = payment AND status = 'lost'
$$;

CREATE FUNCTION ledger_balance(account text, in_currency text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT balance FROM ledger_accounts WHERE code = account AND currency = in_currency), 0)
$$;

-- Minor units of a payment that refunds under way will take from the books; `before` leaves out that refund and those
-- that come after it. What was promised to a person comes before what a campaign asked for.
CREATE FUNCTION refunds_under_way(payment uuid, before text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(r.amount), 0)::bigint FROM refunds r
  WHERE r.payment_id = payment AND r.status IN ('reserved', 'requested', 'processing') AND r.key IS DISTINCT FROM before
    AND (before IS NULL OR r.requested_by NOT LIKE 'campaign/%'
      OR (r.created_at, r.key) < (SELECT b.created_at, b.key FROM refunds b WHERE b.key = before))
$$;

-- The value of what a house campaign delivered or leased out, while it has not been posted as spent.
CREATE FUNCTION unposted_delivery(campaign uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT delivered_value(l.delivered + l.leased, l.total, l.units, l.unit_price_micros, l.currency)
    FROM house_line_items l WHERE l.campaign_id = campaign
      AND NOT EXISTS (SELECT FROM ledger_transactions t WHERE t.key = 'spend:' || campaign)), 0)
$$;

-- Minor units that the books hold for a refund: what waits in suspense, and what its campaign has not spent, less what
-- other refunds will take of both.
CREATE FUNCTION refund_cover(payment uuid, before text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT greatest(0, ledger_balance('suspense:' || p.id, p.received_currency) - refunds_under_way(p.id, before)
    + greatest(0, ledger_balance('campaign:' || p.campaign_id, p.received_currency) - unposted_delivery(p.campaign_id)
      - coalesce((SELECT sum(greatest(0, refunds_under_way(o.id, before) - ledger_balance('suspense:' || o.id, o.received_currency)))
        FROM payments o WHERE o.campaign_id = p.campaign_id AND o.id <> p.id), 0)))::bigint
  FROM payments p WHERE p.id = payment
$$;

-- Minor units that a refund asked for by a person can really give now.
CREATE FUNCTION refundable(p payments) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p.status <> 'paid' OR p.disputed THEN 0
    ELSE greatest(0, least(p.received - p.refunded - p.lost, refund_cover(p.id, NULL)))
      / charge_step(p.received_currency) * charge_step(p.received_currency) END
$$;

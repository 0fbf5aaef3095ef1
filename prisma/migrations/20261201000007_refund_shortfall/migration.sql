SET lock_timeout = '3s';

-- Of what a refund was asked for, what could not be given: its campaign counts that as paid.
ALTER TABLE refunds ADD COLUMN shortfall bigint NOT NULL DEFAULT 0 CHECK (shortfall >= 0);

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
  INSERT INTO refunds (key, payment_id, amount, shortfall, currency, reason, status, origin, provider_refund_id, requested_by,
      updated_at)
    SELECT key, r.id, amount, coalesce(shortfall, 0), currency, reason, status, origin, provider_refund_id, requested_by,
      r.updated_at
      FROM jsonb_populate_recordset(NULL::refunds, p -> 'refunds')
    ON CONFLICT (key) DO UPDATE SET status = excluded.status, amount = excluded.amount,
      shortfall = excluded.shortfall, provider_refund_id = coalesce(excluded.provider_refund_id, refunds.provider_refund_id),
      updated_at = excluded.updated_at
    WHERE (refunds.status, refunds.amount, refunds.shortfall, refunds.provider_refund_id) IS DISTINCT FROM
      (excluded.status, excluded.amount, excluded.shortfall, excluded.provider_refund_id);
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

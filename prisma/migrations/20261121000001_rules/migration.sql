-- What Prisma's schema cannot say: the application's role, the rules that rows must keep, and the two functions that
-- write money and projections in one round trip.
SET lock_timeout = '3s';

-- ---- The application's role ----------------------------------------------------------------------------------
-- A role belongs to the whole server: another database may have made it, or be making it now.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'adflight_app') THEN
    CREATE ROLE adflight_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END $$;

-- The owner connects and becomes this role. Since PostgreSQL 16 whoever makes a role may not yet become it.
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'adflight_app',
      CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
    EXECUTE format('GRANT adflight_app TO %I', current_user);
  END IF;
END $$;

GRANT USAGE ON SCHEMA public TO adflight_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO adflight_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO adflight_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO adflight_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO adflight_app;

REVOKE INSERT, UPDATE, DELETE ON ledger_accounts, ledger_transactions, ledger_entries FROM adflight_app;
REVOKE UPDATE, DELETE ON audit_entries FROM adflight_app;
DO $$
BEGIN
  -- Not there when the SQL is applied by hand.
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM adflight_app;
  END IF;
END $$;

-- ---- Append-only, for the owner as well -----------------------------------------------------------------------
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct it by a new row', TG_TABLE_NAME USING ERRCODE = 'PA004';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ---- Rules of rows ---------------------------------------------------------------------------------------------
ALTER TABLE users ADD CHECK (role IN ('advertiser', 'support', 'admin'));
ALTER TABLE campaigns
  ADD CHECK (version >= 0),
  ADD CHECK (channel IN ('house', 'meta', 'google', 'sandbox')),
  ADD CHECK (status IN ('draft', 'pending', 'active', 'paused', 'completed', 'rejected', 'cancelled', 'expired')),
  ADD CHECK (budget_lifetime >= 0),
  ADD CHECK (budget_daily >= 0);
ALTER TABLE payments
  ADD CHECK (purpose IN ('campaign', 'budget')),
  ADD CHECK (method IN ('checkout', 'wallet')),
  ADD CHECK (status IN ('pending', 'processing', 'failed', 'expired', 'paid')),
  ADD CHECK (amount > 0),
  ADD CHECK (received >= 0),
  ADD CHECK (refunded >= 0),
  ADD CHECK (lost >= 0),
  -- However many refunds and disputes run at once, no payment gives back more than it brought.
  ADD CONSTRAINT payments_not_overdrawn CHECK (refunded + lost <= received);
ALTER TABLE refunds
  ADD CHECK (amount > 0),
  ADD CHECK (status IN ('requested', 'processing', 'succeeded', 'failed')),
  ADD CHECK (origin IN ('adflight', 'provider'));
ALTER TABLE disputes
  ADD CHECK (amount > 0),
  ADD CHECK (fee >= 0),
  ADD CHECK (status IN ('open', 'won', 'lost'));
ALTER TABLE outbox ADD CHECK ((campaign_id IS NULL) = (version IS NULL));
ALTER TABLE deliveries ADD CHECK (channel IN ('email', 'telegram'));
ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_floor CHECK (balance >= floor);
ALTER TABLE ledger_transactions
  ADD CHECK (kind IN ('charge', 'excess', 'refund', 'spend', 'dispute', 'write_off'));
ALTER TABLE ledger_entries ADD CHECK (amount <> 0);

-- What waits is found without reading what is done.
CREATE INDEX inbox_waiting ON inbox (key, id) WHERE handled_at IS NULL;
CREATE INDEX outbox_waiting ON outbox (key, id) WHERE handled_at IS NULL;
CREATE INDEX outbox_unreleased ON outbox (next_try_at) WHERE released_at IS NULL;
CREATE INDEX campaigns_reserved ON campaigns (created_at) WHERE version = 0;

-- ---- The ledger --------------------------------------------------------------------------------------------------
-- The least balance of an account, by the first word of its code; null: a counter-account without a running balance,
-- which every posting would otherwise queue for.
CREATE FUNCTION ledger_floor(account text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  CASE split_part(account, ':', 1)
    WHEN 'wallet', 'campaign', 'suspense' THEN RETURN 0;
    WHEN 'stripe', 'revenue', 'dispute_loss', 'fees' THEN RETURN NULL;
    ELSE RAISE EXCEPTION 'unknown kind of ledger account: %', account USING ERRCODE = 'PA003';
  END CASE;
END $$;

-- Posts one balanced transaction: entries [{account, currency, amount, otherwise?: [account, …]}].
-- Returns 'posted', or 'replayed' when this key was posted before with the same entries.
-- Raises PA001 insufficient funds, PA002 key reused with other entries, PA003 malformed.
-- The only way to write the ledger: it runs with its owner's rights.
CREATE FUNCTION post_transaction(
  p_key text, p_kind text, p_reference_type text, p_reference_id text, p_description text, p_entries jsonb
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_hash text := encode(sha256(convert_to(
    jsonb_build_array(p_kind, p_reference_type, p_reference_id, p_entries)::text, 'UTF8')), 'hex');
  v_transaction bigint;
  v_codes text[];
  v_chain text[];
  v_entry record;
  v_code text;
  v_left bigint;
  v_part bigint;
  v_balance bigint;
BEGIN
  INSERT INTO ledger_transactions (key, hash, kind, reference_type, reference_id, description)
    VALUES (p_key, v_hash, p_kind, p_reference_type, p_reference_id, p_description)
    ON CONFLICT (key) DO NOTHING RETURNING id INTO v_transaction;
  IF v_transaction IS NULL THEN
    IF EXISTS (SELECT FROM ledger_transactions WHERE key = p_key AND hash = v_hash) THEN
      RETURN 'replayed';
    END IF;
    RAISE EXCEPTION 'ledger key % was posted with other entries', p_key USING ERRCODE = 'PA002';
  END IF;

  IF jsonb_array_length(p_entries) < 2
    OR EXISTS (SELECT FROM jsonb_to_recordset(p_entries) AS e(account text, currency text, amount bigint)
      WHERE account IS NULL OR currency IS NULL OR amount IS NULL OR amount = 0)
    OR EXISTS (SELECT FROM jsonb_to_recordset(p_entries) AS e(currency text, amount bigint)
      GROUP BY currency HAVING sum(amount) <> 0)
  THEN
    RAISE EXCEPTION 'ledger transaction % is not balanced', p_key USING ERRCODE = 'PA003';
  END IF;

  INSERT INTO ledger_accounts (code, currency, floor)
    SELECT DISTINCT account, currency, ledger_floor(account)
    FROM jsonb_to_recordset(p_entries) AS e(account text, currency text) ORDER BY account
    ON CONFLICT (code) DO NOTHING;
  SELECT array_agg(code) INTO v_codes
    FROM jsonb_to_recordset(p_entries) AS e(account text, otherwise text[]),
      unnest(account || coalesce(otherwise, '{}')) AS code;
  -- In code order, so that two transactions over the same accounts cannot wait for each other.
  PERFORM FROM ledger_accounts WHERE code = ANY (v_codes) AND floor IS NOT NULL ORDER BY code FOR UPDATE;

  FOR v_entry IN
    SELECT * FROM jsonb_to_recordset(p_entries) AS e(account text, currency text, amount bigint, otherwise text[])
  LOOP
    v_left := v_entry.amount;
    v_chain := v_entry.account || coalesce(v_entry.otherwise, '{}');
    -- A debit goes as far as the account's balance reaches, then to the next one; the last takes all that is left.
    FOREACH v_code IN ARRAY v_chain LOOP
      v_part := v_left;
      IF v_left < 0 AND v_code <> v_chain[cardinality(v_chain)] THEN
        -- One that is not there, or holds another currency, bears nothing.
        SELECT greatest(v_left, floor - balance) INTO v_part
          FROM ledger_accounts WHERE code = v_code AND currency = v_entry.currency;
        CONTINUE WHEN coalesce(v_part, 0) = 0;
      END IF;
      v_balance := NULL;
      IF ledger_floor(v_code) IS NULL THEN
        INSERT INTO ledger_accounts (code, currency) VALUES (v_code, v_entry.currency) ON CONFLICT (code) DO NOTHING;
      ELSE
        UPDATE ledger_accounts SET balance = balance + v_part
          WHERE code = v_code AND balance + v_part >= floor RETURNING balance INTO v_balance;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'insufficient funds' USING ERRCODE = 'PA001';
        END IF;
      END IF;
      IF NOT EXISTS (SELECT FROM ledger_accounts WHERE code = v_code AND currency = v_entry.currency) THEN
        RAISE EXCEPTION 'ledger account % holds another currency', v_code USING ERRCODE = 'PA003';
      END IF;
      INSERT INTO ledger_entries (transaction_id, account_code, amount, currency, balance_after)
        VALUES (v_transaction, v_code, v_part, v_entry.currency, v_balance);
      v_left := v_left - v_part;
      EXIT WHEN v_left = 0;
    END LOOP;
  END LOOP;
  RETURN 'posted';
END $$;

CREATE FUNCTION post_transactions(postings jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  p jsonb;
BEGIN
  FOR p IN SELECT * FROM jsonb_array_elements(postings) LOOP
    PERFORM post_transaction(p ->> 'key', p ->> 'kind', p ->> 'referenceType', p ->> 'referenceId',
      p ->> 'description', p -> 'entries');
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION post_transaction FROM PUBLIC;
GRANT EXECUTE ON FUNCTION post_transaction TO adflight_app;

-- ---- Projections -------------------------------------------------------------------------------------------------
-- How far a payment has come; a lower rank never replaces a higher one.
CREATE FUNCTION payment_rank(status text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE status WHEN 'pending' THEN 0 WHEN 'processing' THEN 1 WHEN 'paid' THEN 3 ELSE 2 END
$$;

-- The row of a campaign. `only_newer` guards a workflow's own projection: an older version never overwrites.
CREATE FUNCTION write_campaign(r campaigns, only_newer boolean) RETURNS boolean LANGUAGE plpgsql AS $$
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
    WHERE NOT only_newer OR c.version <= r.version;
  RETURN FOUND;
END $$;

CREATE FUNCTION write_timeline(decisions jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO campaign_timeline
    SELECT * FROM jsonb_populate_recordset(NULL::campaign_timeline, decisions)
    ON CONFLICT (campaign_id, version) DO UPDATE SET at = excluded.at, actor_kind = excluded.actor_kind,
      actor_id = excluded.actor_id, request_id = excluded.request_id, event = excluded.event,
      from_phase = excluded.from_phase, to_phase = excluded.to_phase, why = excluded.why, data = excluded.data
$$;

-- How the campaign collected its payments. What was given back (refunded, lost, disputed) is `payment/<id>`'s.
CREATE FUNCTION write_payments(rows jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO payments AS p (id, user_id, campaign_id, purpose, method, provider, n, amount, currency, status,
      received, held, session_id, intent_id, url, expires_at, updated_at)
    SELECT id, user_id, campaign_id, purpose, method, provider, n, amount, currency, status,
      received, held, session_id, intent_id, url, expires_at, updated_at
      FROM jsonb_populate_recordset(NULL::payments, rows) ORDER BY id
    ON CONFLICT (id) DO UPDATE SET
      status = CASE WHEN payment_rank(excluded.status) > payment_rank(p.status) THEN excluded.status ELSE p.status END,
      received = greatest(p.received, excluded.received),
      held = excluded.held,
      session_id = coalesce(p.session_id, excluded.session_id),
      intent_id = coalesce(p.intent_id, excluded.intent_id),
      url = coalesce(excluded.url, p.url),
      expires_at = coalesce(excluded.expires_at, p.expires_at),
      updated_at = excluded.updated_at
    WHERE (p.status, p.received, p.held, p.session_id, p.intent_id, p.url, p.expires_at) IS DISTINCT FROM
      (excluded.status, excluded.received, excluded.held, excluded.session_id, excluded.intent_id, excluded.url,
        excluded.expires_at)
$$;

-- One decision of a campaign: row, timeline, outbox, payments, audit and ledger, or nothing when it is an old one.
-- An equal version overwrites: the task that decided it first was lost, and decided again.
CREATE FUNCTION project_campaign(p jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  a audit_entries := jsonb_populate_record(NULL::audit_entries, p -> 'audit');
  o outbox := jsonb_populate_record(NULL::outbox, p -> 'event');
BEGIN
  IF NOT write_campaign(jsonb_populate_record(NULL::campaigns, p -> 'row'), true) THEN
    RETURN 'older';
  END IF;
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

-- The rows of a campaign as its workflow says they are, unless the row was written since `stamp` was read.
CREATE FUNCTION reproject_campaign(p jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  r campaigns := jsonb_populate_record(NULL::campaigns, p -> 'row');
  v_stamp text;
BEGIN
  SELECT xmin::text INTO v_stamp FROM campaigns WHERE id = r.id FOR UPDATE;
  IF v_stamp IS DISTINCT FROM p ->> 'stamp' THEN
    RETURN 'changed';
  END IF;
  PERFORM write_campaign(r, false);
  DELETE FROM campaign_timeline WHERE campaign_id = r.id AND version > r.version;
  PERFORM write_timeline(p -> 'timeline');
  DELETE FROM outbox WHERE campaign_id = r.id AND version > r.version AND released_at IS NULL;
  UPDATE outbox o SET kind = e.kind, payload = e.payload
    FROM jsonb_populate_recordset(NULL::outbox, p -> 'events') e
    WHERE o.campaign_id = r.id AND o.version = e.version AND o.released_at IS NULL
      AND o.payload -> 'decision' <> e.payload -> 'decision';
  UPDATE outbox SET released_at = now(), attempts = 0, next_try_at = now()
    WHERE campaign_id = r.id AND version <= r.version AND released_at IS NULL;
  PERFORM write_payments(p -> 'payments');
  RETURN 'reprojected';
END $$;

-- What a payment gave back, as `payment/<id>` says: refunds, disputes, events and ledger, or nothing when it is old.
-- A retry of the same version tells nothing twice.
CREATE FUNCTION project_payment(p jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  r payments := jsonb_populate_record(NULL::payments, p -> 'row');
  v_version int;
BEGIN
  SELECT version INTO v_version FROM payments WHERE id = r.id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 'unknown';
  ELSIF v_version > r.version THEN
    RETURN 'older';
  END IF;
  -- A payment that found no open campaign is recorded as received here.
  UPDATE payments SET version = r.version, refunded = r.refunded, lost = r.lost, disputed = r.disputed,
      status = CASE WHEN r.received > 0 THEN 'paid' ELSE status END, received = greatest(received, r.received),
      intent_id = coalesce(intent_id, r.intent_id), updated_at = r.updated_at
    WHERE id = r.id;
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
  IF v_version < r.version THEN
    INSERT INTO outbox (kind, key, payload, released_at)
      SELECT kind, 'payment:' || r.id, payload, now()
      FROM jsonb_populate_recordset(NULL::outbox, p -> 'events') WITH ORDINALITY AS e ORDER BY ordinality;
    INSERT INTO audit_entries (at, actor_kind, actor_id, action, target_kind, target_id, request_id, before, after)
      SELECT at, actor_kind, actor_id, action, 'payment', r.id, request_id, before, after
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

/** Looks for every way in which ledger, payments and delivery could contradict each other; changes nothing. */
import { z } from 'zod';
import type { Database } from '../infra/database';
import { Prisma } from '../prisma/generated/client';

export interface LedgerFinding {
  /** The rule that is broken, as a sentence of what should be. */
  rule: string;
  /** The id of what breaks it. */
  subject: string;
}

/** What the line item `l` delivered, in minor units; null where there is none. */
const delivered = Prisma.sql`delivered_value(l.delivered, l.total, l.units, l.unit_price_micros, l.currency)`;

/** Why money of a payment `p` may stay: a dispute is open, a refund is on its way, or the bank would not take it. */
const mayKeep = Prisma.sql`(p.disputed OR EXISTS (SELECT FROM refunds r WHERE r.payment_id = p.id
  AND (r.status IN ('reserved', 'requested', 'processing') OR (r.status = 'failed' AND r.provider_refund_id IS NOT NULL))))`;

/** Each answers the subjects that break it. */
const rules: Readonly<Record<string, Prisma.Sql>> = {
  'entries of a transaction sum to zero in each currency': Prisma.sql`
    SELECT transaction_id::text AS subject FROM ledger_entries GROUP BY transaction_id, currency HAVING sum(amount) <> 0`,
  'a transaction has two entries or more': Prisma.sql`
    SELECT t.id::text AS subject FROM ledger_transactions t LEFT JOIN ledger_entries e ON e.transaction_id = t.id
    GROUP BY t.id HAVING count(e.id) < 2`,
  'a balance is the sum of its entries, and not below its floor': Prisma.sql`
    SELECT a.code AS subject FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_code = a.code
    WHERE a.floor IS NOT NULL GROUP BY a.code, a.balance, a.floor
    HAVING a.balance <> coalesce(sum(e.amount), 0) OR a.balance < a.floor`,
  'balance_after is the running sum of its account': Prisma.sql`
    SELECT id::text AS subject FROM (
      SELECT e.id, balance_after, sum(amount) OVER (PARTITION BY account_code ORDER BY e.id) AS running
      FROM ledger_entries e JOIN ledger_accounts a ON a.code = e.account_code WHERE a.floor IS NOT NULL) AS ran
    WHERE balance_after IS DISTINCT FROM running`,
  'a paid payment has one receipt, of what was received, in the currency in which it came': Prisma.sql`
    SELECT p.id::text AS subject FROM payments p
    LEFT JOIN ledger_transactions t ON t.reference_type = 'payment' AND t.reference_id = p.id::text
    LEFT JOIN ledger_entries e ON e.transaction_id = t.id AND e.amount > 0
    GROUP BY p.id HAVING count(DISTINCT t.id) <> (p.status = 'paid')::int OR coalesce(sum(e.amount), 0) <> p.received
      OR bool_or(e.currency <> p.received_currency)`,
  'refunds and disputes are in the currency of their payment': Prisma.sql`
    SELECT g.id AS subject FROM payments p JOIN (
      SELECT key AS id, payment_id, currency FROM refunds UNION ALL SELECT id, payment_id, currency FROM disputes) AS g
    ON g.payment_id = p.id WHERE g.currency IS DISTINCT FROM coalesce(p.received_currency, p.currency)`,
  'a refund that succeeded left once, whole and in its currency; any other left never, or came back': Prisma.sql`
    SELECT r.key AS subject FROM refunds r
    LEFT JOIN ledger_transactions t ON t.reference_type = 'refund' AND t.reference_id = r.key
    LEFT JOIN ledger_entries e ON e.transaction_id = t.id AND split_part(e.account_code, ':', 1) IN ('stripe', 'wallet')
    GROUP BY r.key HAVING coalesce(sum(e.amount), 0) <> CASE r.status WHEN 'succeeded' THEN r.amount ELSE 0 END
      OR bool_or(e.currency <> r.currency)
      OR count(DISTINCT t.id) FILTER (WHERE t.kind = 'refund')
        - count(DISTINCT t.id) FILTER (WHERE t.kind = 'refund_returned') <> (r.status = 'succeeded')::int`,
  'a lost dispute has one transaction, of its amount and fee; no other has any': Prisma.sql`
    SELECT d.id AS subject FROM disputes d
    LEFT JOIN ledger_transactions t ON t.reference_type = 'dispute' AND t.reference_id = d.id
    LEFT JOIN ledger_entries e ON e.transaction_id = t.id AND e.amount > 0
    GROUP BY d.id HAVING coalesce(sum(e.amount), 0) <> CASE d.status WHEN 'lost' THEN d.amount + d.fee ELSE 0 END
      OR count(DISTINCT t.id) <> (d.status = 'lost')::int OR bool_or(e.currency <> d.currency)`,
  'a transaction refers to something that is there': Prisma.sql`
    SELECT t.key AS subject FROM ledger_transactions t WHERE NOT CASE t.reference_type
      WHEN 'payment' THEN EXISTS (SELECT FROM payments WHERE id::text = t.reference_id)
      WHEN 'refund' THEN EXISTS (SELECT FROM refunds WHERE key = t.reference_id)
      WHEN 'dispute' THEN EXISTS (SELECT FROM disputes WHERE id = t.reference_id)
      WHEN 'campaign' THEN EXISTS (SELECT FROM campaigns WHERE id::text = t.reference_id)
      ELSE false END`,
  'what a payment gave back is the sum of its refunds and lost disputes, and no more than it brought': Prisma.sql`
    SELECT p.id::text AS subject FROM payments p, LATERAL (
      SELECT coalesce(sum(amount) FILTER (WHERE origin = 'adflight'), 0) AS ours,
        coalesce(sum(amount) FILTER (WHERE origin = 'provider'), 0) AS others
      FROM refunds WHERE payment_id = p.id AND status <> 'failed') AS given
    WHERE p.refunded <> ours + least(others, greatest(0, p.received - ours))
      OR p.lost <> (SELECT least(coalesce(sum(amount), 0), p.received - p.refunded)
        FROM disputes WHERE payment_id = p.id AND status = 'lost')
      OR p.refunded + p.lost > p.received`,
  'what an ended house campaign delivered was posted as spent': Prisma.sql`
    SELECT c.id::text AS subject FROM campaigns c LEFT JOIN house_line_items l ON l.campaign_id = c.id
    WHERE c.over AND c.channel = 'house' AND coalesce(${delivered}, 0) <> (
      SELECT coalesce(sum(e.amount), 0) FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
      WHERE t.kind = 'spend' AND t.reference_id = c.id::text AND e.amount > 0)`,
  'the final report of a house campaign says what was delivered': Prisma.sql`
    SELECT l.campaign_id::text AS subject FROM campaign_reports r JOIN house_line_items l USING (campaign_id)
    WHERE (${delivered}, l.delivered) IS DISTINCT FROM
      ((r.report ->> 'delivered')::bigint, (r.report ->> 'billedUnits')::bigint)`,
  'the days of a house campaign add up to what was billed, at its price': Prisma.sql`
    SELECT coalesce(l.campaign_id, m.campaign_id)::text AS subject FROM house_line_items l
    FULL JOIN (SELECT campaign_id, sum(spend_micros) AS micros FROM campaign_metrics
      JOIN campaigns ON id = campaign_id AND channel = 'house'
      WHERE creative_id = '00000000-0000-0000-0000-000000000000' GROUP BY campaign_id) AS m USING (campaign_id)
    WHERE coalesce(l.delivered * l.unit_price_micros, 0) <> coalesce(m.micros, 0)`,
  'the units of a house campaign cost no more than its total, which is its budget while it has units left': Prisma.sql`
    SELECT l.campaign_id::text AS subject FROM house_line_items l LEFT JOIN campaigns c ON c.id = l.campaign_id
    WHERE l.units * l.unit_price_micros / micros_per_minor(l.currency) > l.total
      OR (c.phase = 'active' AND l.status <> 'stopped' AND (l.total < c.budget_lifetime
        OR (l.total > c.budget_lifetime AND l.units > l.delivered + l.leased)))`,
  'only a dispute or a refund that others made lets a campaign spend more than it has': Prisma.sql`
    SELECT t.reference_id AS subject FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
    WHERE t.kind = 'spend' AND e.amount < 0 AND e.account_code <> 'campaign:' || t.reference_id AND NOT EXISTS (
      SELECT FROM payments p WHERE p.campaign_id::text = t.reference_id AND (p.lost > 0 OR EXISTS (
        SELECT FROM refunds r WHERE r.payment_id = p.id AND r.requested_by NOT LIKE 'campaign/%')))`,
  'a campaign that is over keeps nothing, but for what a bank would not take': Prisma.sql`
    SELECT c.id::text AS subject FROM campaigns c JOIN ledger_accounts a ON a.code = 'campaign:' || c.id
    WHERE c.over AND a.balance >= charge_step(a.currency)
      AND NOT EXISTS (SELECT FROM payments p WHERE p.campaign_id = c.id AND ${mayKeep})`,
  'what waits in suspense is held, on its way back, or what a bank would not take': Prisma.sql`
    SELECT p.id::text AS subject FROM payments p JOIN ledger_accounts a ON a.code = 'suspense:' || p.id
    WHERE a.balance >= charge_step(a.currency) AND NOT p.held AND NOT ${mayKeep}`,
};

const Broken = z.array(z.object({ subject: z.string() }));

/**
 * Every contradiction, seen at one moment; empty when the books are right. While payments are under way a wallet's
 * charge can stand before its payment says so: what is found twice is meant.
 */
export async function checkLedger(db: Database): Promise<LedgerFinding[]> {
  return db.$transaction(
    async (tx) => {
      const findings: LedgerFinding[] = [];
      for (const [rule, sql] of Object.entries(rules)) {
        const broken = Broken.parse(await tx.$queryRaw(sql));
        findings.push(...broken.map(({ subject }) => ({ rule, subject })));
      }
      return findings;
    },
    { isolationLevel: 'RepeatableRead', maxWait: 5_000, timeout: 60_000 },
  );
}

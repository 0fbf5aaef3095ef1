/** Every book in which the money of campaigns stands, read at rest, and where they contradict each other by a minor unit. */
import { z } from 'zod';
import { isOver, phases } from '../../domain/campaign/phases';
import { formatMoney } from '../../domain/money';
import type { Database } from '../../infra/database';
import type { Client } from './client';
import { PaymentList } from './lives';

const Amount = z.coerce.number().int();
const Thing = z.looseObject({ id: z.string() });
const Intent = Thing.extend({ metadata: z.object({ payment_id: z.string() }).partial() });
const Charge = Thing.extend({
  ...{ payment_intent: z.string(), currency: z.string() },
  ...{ amount_captured: z.int(), amount_refunded: z.int() },
});
const Refund = Thing.extend({ payment_intent: z.string(), amount: z.int(), status: z.string() });
const Dispute = Thing.extend({
  ...{ payment_intent: z.string(), amount: z.int(), status: z.string() },
  balance_transactions: z.array(z.object({ amount: z.int(), fee: z.int() })),
});

/** What Stripe knows of one payment intent; amounts in minor units of its own currency. */
interface AtStripe {
  currency: string;
  captured: number;
  refunds: z.output<typeof Refund>[];
  /** Inquiries that took nothing are not among them. */
  disputes: z.output<typeof Dispute>[];
  inquiries: z.output<typeof Dispute>[];
  succeeded: number;
  lost: number;
  fees: number;
  isOpen: boolean;
}

/** The simulator's own records, by our id of the payment. */
export async function readStripeMoney(stripeUrl: string): Promise<Map<string, AtStripe>> {
  const all = async <T>(schema: z.ZodType<T>, kind: string) =>
    z.array(schema).parse(await (await fetch(`${stripeUrl}/_sim/objects/${kind}`)).json());
  const [intents, charges, refunds, disputes] = await Promise.all([
    all(Intent, 'payment_intent'),
    all(Charge, 'charge'),
    all(Refund, 'refund'),
    all(Dispute, 'dispute'),
  ]);
  const known = new Map<string, AtStripe>();
  const ours = new Map(intents.map(({ id, metadata }) => [id, metadata.payment_id]));
  const [refundsOf, disputesOf] = [by(refunds), by(disputes)];
  for (const { payment_intent, currency, amount_captured } of charges) {
    const paymentId = ours.get(payment_intent);
    if (paymentId === undefined) continue;
    const raised = disputesOf.get(payment_intent) ?? [];
    const serious = raised.filter(({ status }) => !status.startsWith('warning_'));
    const lost = serious.filter(({ status }) => status === 'lost');
    const back = refundsOf.get(payment_intent) ?? [];
    known.set(paymentId, {
      currency: currency.toUpperCase(),
      captured: amount_captured,
      refunds: back,
      disputes: serious,
      inquiries: raised.filter((one) => !serious.includes(one)),
      succeeded: sum(back.filter(({ status }) => status === 'succeeded')),
      lost: sum(lost),
      fees: lost.flatMap((one) => one.balance_transactions).reduce((total, { fee }) => total + fee, 0),
      isOpen: serious.some(({ status }) => status === 'needs_response' || status === 'under_review'),
    });
  }
  return known;
}

function by<T extends { payment_intent: string }>(things: readonly T[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const thing of things)
    map.set(thing.payment_intent, [...(map.get(thing.payment_intent) ?? []), thing]);
  return map;
}

const sum = (parts: readonly { amount: number }[]) => parts.reduce((total, { amount }) => total + amount, 0);

const Row = z.object({
  ...{ id: z.string(), campaign_id: z.string(), method: z.string(), status: z.string() },
  ...{ currency: z.string(), received: Amount, refunded: Amount, lost: Amount },
  ...{ disputed: z.boolean(), held: z.boolean() },
  refunds: z.array(
    z.object({
      ...{ key: z.string(), amount: Amount, status: z.string(), requested_by: z.string() },
      ...{ provider_refund_id: z.string().nullable() },
    }),
  ),
  disputes: z.array(z.object({ id: z.string(), amount: Amount, status: z.string() })),
  /** What the payment, its refunds and its disputes moved, by kind of account and currency. */
  ledger: z.array(z.object({ account: z.string(), currency: z.string(), amount: Amount })),
});
const Campaign = z.object({
  id: z.string(),
  view: z.looseObject({
    ...{ phase: z.enum(phases), payment: z.string(), currency: z.string(), amountPaid: z.int() },
    holds: z.array(z.looseObject({ by: z.string() })),
  }),
  delivered: Amount.nullable(),
  /** What the ad server may deliver, while it may: minor units. */
  deliverable: Amount.nullable(),
});

const isUnderWay = /reserved|requested|processing/;
type Row = z.output<typeof Row>;
type Campaign = z.output<typeof Campaign>;

export async function readRows(db: Database, campaignIds: readonly string[]) {
  const ids = campaignIds.filter((id) => id !== '');
  const rows = await db.$queryRaw`
    SELECT p.id::text, p.campaign_id::text, p.method, p.status, coalesce(p.received_currency, p.currency) AS currency, p.received, p.refunded, p.lost, p.disputed,
      p.held,
      (SELECT coalesce(json_agg(json_build_object('key', r.key, 'amount', r.amount, 'status', r.status,
        'requested_by', r.requested_by, 'provider_refund_id', r.provider_refund_id) ORDER BY r.created_at), '[]')
        FROM refunds r WHERE r.payment_id = p.id) AS refunds,
      (SELECT coalesce(json_agg(json_build_object('id', d.id, 'amount', d.amount, 'status', d.status)), '[]')
        FROM disputes d WHERE d.payment_id = p.id) AS disputes,
      (SELECT coalesce(json_agg(moved), '[]') FROM (
        SELECT split_part(e.account_code, ':', 1) AS account, e.currency, sum(e.amount) AS amount
        FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
        WHERE (t.reference_type = 'payment' AND t.reference_id = p.id::text)
          OR (t.reference_type = 'refund' AND t.reference_id IN (SELECT key FROM refunds WHERE payment_id = p.id))
          OR (t.reference_type = 'dispute' AND t.reference_id IN (SELECT id FROM disputes WHERE payment_id = p.id))
        GROUP BY 1, 2 HAVING sum(e.amount) <> 0) AS moved) AS ledger
    FROM payments p WHERE p.campaign_id = ANY(${ids}::uuid[])`;
  const campaigns = await db.$queryRaw`
    SELECT c.id::text, c.view,
      (SELECT (report->>'delivered')::bigint FROM campaign_reports WHERE campaign_id = c.id) AS delivered,
      (SELECT total FROM house_line_items WHERE campaign_id = c.id AND status = 'active') AS deliverable
    FROM campaigns c WHERE c.id = ANY(${ids}::uuid[])`;
  return { payments: z.array(Row).parse(rows), campaigns: z.array(Campaign).parse(campaigns) };
}

/** Where the books of one campaign contradict each other or what must always be so. */
export async function moneyFindings(
  campaign: Campaign,
  rows: readonly Row[],
  stripe: ReadonlyMap<string, AtStripe>,
  admin: Client,
): Promise<string[]> {
  const path = `/payments?campaign_id=${campaign.id}&limit=100`;
  const shown = PaymentList.parse(await admin.done('GET', path)).items;
  const read = await admin.done('GET', `/campaigns/${campaign.id}`);
  const answered = z.looseObject({ amount_paid: z.int(), payment: z.string() }).parse(read);
  const money = rows.map((row) => ({
    row,
    at: stripe.get(row.id),
    wire: shown.find(({ id }) => id === row.id),
  }));
  return [
    ...money.flatMap(({ row, at, wire }) => [
      ...rowAgainstStripe(row, at),
      ...ledgerAgainstStripe(row, at),
      ...apiAgainstStripe(row, at, wire),
    ]),
    ...campaignFindings(campaign, money, answered),
  ];
}

const statuses: Readonly<Record<string, string>> = {
  pending: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

function rowAgainstStripe(row: Row, at: AtStripe | undefined): string[] {
  const found = differ(row, {
    received: [row.received, at?.captured ?? 0],
    currency: [row.currency, at?.currency ?? row.currency],
    lost: [row.lost, at?.lost ?? 0],
    disputed: [row.disputed, at?.isOpen ?? false],
    'refunds that succeeded': [
      sum(row.refunds.filter(({ status }) => status === 'succeeded')),
      at?.succeeded ?? 0,
    ],
  });
  if (at && at.succeeded + at.lost > at.captured)
    found.push(`payment ${row.id}: more than ${at.captured} went back`);
  for (const { id, amount, status } of at?.refunds ?? []) {
    const mine = row.refunds.filter(({ provider_refund_id }) => provider_refund_id === id);
    const is = mine.map((one) => `${one.amount} ${one.status}`).join(' and ');
    // One that failed in Stripe's hands before anyone heard of it took nothing: it may have no row.
    if (mine.length === 0 && statuses[status] === 'failed') continue;
    const should = `${amount} ${statuses[status]}`;
    if (is !== should)
      found.push(`payment ${row.id}: refund ${id} is ${is || 'unknown'}, at Stripe ${should}`);
  }
  for (const { id, amount, status } of at?.disputes ?? []) {
    const mine = row.disputes.find((one) => one.id === id);
    const should = `${amount} ${status === 'won' || status === 'lost' ? status : 'open'}`;
    const is = mine && `${mine.amount} ${mine.status}`;
    if (is !== should)
      found.push(`payment ${row.id}: dispute ${id} is ${is ?? 'unknown'}, at Stripe ${should}`);
  }
  for (const { id } of at?.inquiries ?? [])
    if (row.disputes.some((one) => one.id === id && ['open', 'won', 'lost'].includes(one.status)))
      found.push(`payment ${row.id}: inquiry ${id} is taken for a dispute`);
  for (const { key, status } of row.refunds)
    if (isUnderWay.test(status) && !at?.isOpen)
      found.push(`payment ${row.id}: refund ${key} is ${status} for ever`);
  return found;
}

function ledgerAgainstStripe(row: Row, at: AtStripe | undefined): string[] {
  if (!at || row.method !== 'checkout') return [];
  const atStripe = row.ledger.filter(({ account }) => account === 'stripe');
  const should = -(at.captured - at.succeeded - at.lost) + at.fees;
  const right = atStripe.find(({ currency }) => currency === at.currency)?.amount ?? 0;
  return [
    ...differ(row, { 'the ledger': [right, should] }),
    ...row.ledger
      .filter(({ currency }) => currency !== at.currency)
      .map(
        ({ account, currency, amount }) =>
          `payment ${row.id}: the ledger moved ${amount} ${currency} on ${account}`,
      ),
  ];
}

function apiAgainstStripe(
  row: Row,
  at: AtStripe | undefined,
  wire: z.output<typeof PaymentList>['items'][number] | undefined,
): string[] {
  if (!wire) return [`payment ${row.id}: the API does not show it`];
  const left = (at?.captured ?? 0) - (at?.succeeded ?? 0) - (at?.lost ?? 0);
  const found = differ(row, {
    'received on the API': [wire.received, at?.captured ?? 0],
    'refunded on the API': [wire.refunded, at?.succeeded ?? 0],
    'currency on the API': [wire.received_currency, at?.currency ?? null],
  });
  if (wire.refundable > (at?.isOpen ? 0 : left))
    found.push(
      `payment ${row.id}: ${wire.refundable} is refundable on the API, at Stripe ${at?.isOpen ? 0 : left}`,
    );
  return found;
}

interface Money {
  row: Row;
  at: AtStripe | undefined;
}

function campaignFindings(
  { id, view, delivered, deliverable }: Campaign,
  money: readonly Money[],
  answered: { amount_paid: number; payment: string },
): string[] {
  const found: string[] = [];
  const isOpen = money.some(({ at }) => at?.isOpen);
  if (!isOpen && view.payment === 'disputed') found.push(`campaign ${id}: it stays disputed`);
  // What held a campaign when it ended is still told of it.
  if (!isOpen && !isOver(view.phase) && view.holds.some(({ by }) => by === 'dispute'))
    found.push(`campaign ${id}: the hold of a dispute stays`);
  const own = money.filter(({ row, at }) => !row.held && at?.currency === view.currency);
  const kept = total(own, ({ at }) => (at ? at.captured - at.succeeded - at.lost : 0));
  const wallet = total(
    money.filter(({ row }) => row.method === 'wallet'),
    ({ row }) => row.received - row.refunded,
  );
  const under = total(own, ({ row }) => sum(row.refunds.filter(({ status }) => isUnderWay.test(status))));
  const others = total(own, ({ row }) =>
    sum(row.refunds.filter((one) => !one.requested_by.startsWith('campaign/'))),
  );
  const failed = total(own, ({ at }) =>
    sum((at?.refunds ?? []).filter(({ status }) => /failed|canceled/.test(status))),
  );
  const takenByBanks = total(own, ({ at }) =>
    sum((at?.disputes ?? []).filter(({ status }) => status !== 'won')),
  );
  const sayMoney = (amount: number) => formatMoney(amount, view.currency);
  const paid = kept + wallet - under;
  const isQuiet = others === 0 && failed === 0 && takenByBanks === 0;
  if (!isOver(view.phase)) {
    if (deliverable !== null && deliverable > paid)
      found.push(`campaign ${id}: ${sayMoney(deliverable)} may be delivered, and ${sayMoney(paid)} is paid`);
    // A refund that came back waits to be given again: the campaign does not count it.
    if (answered.amount_paid > paid || answered.amount_paid < paid - failed)
      found.push(
        `campaign ${id}: ${sayMoney(answered.amount_paid)} is paid on the API, at Stripe ${sayMoney(paid)}`,
      );
    return found;
  }
  const spent = delivered ?? 0;
  if (isQuiet && answered.amount_paid !== paid)
    found.push(
      `campaign ${id}: ${sayMoney(answered.amount_paid)} is paid on the API, at Stripe ${sayMoney(paid)}`,
    );
  // What was not delivered went back, unless its refund failed or the bank has not decided.
  const disputedRest = total(own, ({ at }) => (at?.isOpen ? at.captured - at.succeeded - at.lost : 0));
  if (paid > spent + failed + disputedRest)
    found.push(`campaign ${id}: ${sayMoney(paid)} is kept, and ${sayMoney(spent)} was delivered`);
  if (paid < spent - others - takenByBanks)
    found.push(`campaign ${id}: ${sayMoney(paid)} is kept, though ${sayMoney(spent)} was delivered`);
  return found;
}

function total(money: readonly Money[], of: (one: Money) => number): number {
  return money.reduce((all, one) => all + of(one), 0);
}

/** Each pair that should be the same: what is, and what Stripe says. */
function differ(row: Row, pairs: Record<string, [is: unknown, should: unknown]>): string[] {
  return Object.entries(pairs)
    .filter(([, [is, should]]) => is !== should)
    .map(([what, [is, should]]) => `payment ${row.id}: ${what}: ${is}, at Stripe ${should}`);
}

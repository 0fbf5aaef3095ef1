/** What a life came to, in every book that tells of it: rows, workflow, ledger and Stripe; and where they contradict. */
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { z } from 'zod';
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import type { Database } from '../../infra/database';
import { Prisma } from '../../prisma/generated/client';
import { checkLedger } from '../../store/ledger-check';
import type { Life } from './lives';

const Amount = z.coerce.number().int();
const Rows = z.object({
  version: z.int(),
  view: z.looseObject({ phase: z.string(), status: z.string(), payment: z.string(), amountPaid: z.int() }),
  timeline: z.array(z.object({ version: z.int(), event: z.string() })),
  payments: z.array(z.object({ amount: Amount, received: Amount, refunded: Amount })),
  refunds: z.array(z.object({ amount: Amount, status: z.string() })),
  ledger: z.record(z.string(), Amount),
  report: z.looseObject({ delivered: z.int() }).nullable(),
  line: z.object({ status: z.string(), delivered: Amount, units: Amount }).nullable(),
});

export interface StripeBooks {
  sessions: z.output<typeof Thing>[];
  intents: z.output<typeof Thing>[];
  refunds: z.output<typeof Thing>[];
}
const Thing = z.looseObject({
  id: z.string(),
  status: z.string(),
  amount: z.int().optional(),
  payment_intent: z.string().nullish(),
  metadata: z.record(z.string(), z.string()),
});

export interface Sources {
  db: Database;
  temporal: Client;
  /** The simulator's address. */
  stripeUrl: string;
}

/** State and money at the end of a life, without what differs from life to life. */
export type Outcome = Omit<z.output<typeof Rows>, 'version' | 'view' | 'timeline'> & {
  phase: string;
  status: string;
  payment: string;
  amountPaid: number;
  /** Of each intent that succeeded, and of each refund: minor units. */
  charged: number[];
  givenBack: number[];
};

export async function readStripe({ stripeUrl }: Sources): Promise<StripeBooks> {
  const all = async (kind: string) =>
    z.array(Thing).parse(await (await fetch(`${stripeUrl}/_sim/objects/${kind}`)).json());
  const [sessions, intents, refunds] = await Promise.all(
    ['checkout.session', 'payment_intent', 'refund'].map(all),
  );
  return { sessions: sessions ?? [], intents: intents ?? [], refunds: refunds ?? [] };
}

export async function readOutcome(sources: Sources, stripe: StripeBooks, life: Life): Promise<Outcome> {
  const { campaignId } = life;
  const { version: _version, view, timeline: _timeline, ...rows } = await readRows(sources.db, campaignId);
  const { phase, status, payment, amountPaid } = view;
  const paid = stripe.intents.filter(
    (intent) => intent.metadata.campaign_id === campaignId && intent.status === 'succeeded',
  );
  const amounts = (things: StripeBooks['intents']) =>
    things.map(({ amount = 0 }) => amount).sort((a, b) => a - b);
  const givenBack = stripe.refunds.filter((refund) =>
    paid.some(({ id }) => id === refund.payment_intent && refund.status === 'succeeded'),
  );
  return {
    ...rows,
    payments: rows.payments.filter(({ received }) => received > 0),
    ...{ phase, status, amountPaid },
    // A payment that came while it closed is known to the campaign or not; its money is back either way.
    payment: amountPaid === 0 ? 'none' : payment,
    charged: amounts(paid),
    givenBack: amounts(givenBack),
  };
}

async function readRows(db: Database, id: string): Promise<z.output<typeof Rows>> {
  const found = await db.$queryRaw`
    SELECT c.version, c.view,
      (SELECT coalesce(json_agg(json_build_object('version', version, 'event', event) ORDER BY version), '[]')
        FROM campaign_timeline WHERE campaign_id = c.id) AS timeline,
      (SELECT coalesce(json_agg(json_build_object('amount', amount, 'received', received, 'refunded', refunded)
          ORDER BY amount, received, refunded), '[]') FROM payments WHERE campaign_id = c.id) AS payments,
      (SELECT coalesce(json_agg(json_build_object('amount', r.amount, 'status', r.status) ORDER BY r.amount, r.status), '[]')
        FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE p.campaign_id = c.id) AS refunds,
      (SELECT coalesce(json_object_agg(kind, sum), '{}') FROM (
        SELECT split_part(e.account_code, ':', 1) AS kind, sum(e.amount) FROM ledger_entries e
        JOIN ledger_transactions t ON t.id = e.transaction_id
        WHERE t.reference_id = c.id::text OR t.reference_id IN (SELECT id::text FROM payments WHERE campaign_id = c.id)
          OR t.reference_id IN (SELECT r.key FROM refunds r JOIN payments p ON p.id = r.payment_id
            WHERE p.campaign_id = c.id)
        GROUP BY 1 HAVING sum(e.amount) <> 0) AS sums) AS ledger,
      (SELECT report FROM campaign_reports WHERE campaign_id = c.id) AS report,
      (SELECT json_build_object('status', status, 'delivered', delivered, 'units', units)
        FROM house_line_items WHERE campaign_id = c.id) AS line
    FROM campaigns c WHERE c.id = ${id}::uuid`;
  const rows = z.tuple([Rows]).parse(found)[0];
  // The only members of a report that say what was delivered, not to whom.
  return { ...rows, report: rows.report && { delivered: rows.report.delivered } };
}

/** How many rows still wait to be relayed, told or refunded; at rest there are none. */
export async function unrest(db: Database): Promise<number> {
  const rows = await db.$queryRaw`SELECT
    (SELECT count(*) FROM inbox WHERE handled_at IS NULL AND parked_at IS NULL)
    + (SELECT count(*) FROM outbox WHERE handled_at IS NULL)
    + (SELECT count(*) FROM refunds WHERE status IN ('reserved', 'requested', 'processing')) AS waiting`;
  return z.tuple([z.object({ waiting: Amount })]).parse(rows)[0].waiting;
}

/** Where the books of one life contradict each other. */
export async function findings({ db, temporal: client }: Sources, life: Life): Promise<string[]> {
  const { campaignId, acknowledged, kind } = life;
  const handle = client.workflow.getHandle(campaignWorkflowId(campaignId));
  const [{ status }, rows, snapshot] = await Promise.all([
    handle.describe(),
    readRows(db, campaignId),
    handle.query<CampaignSnapshot>(GET_STATE).catch((error: unknown) => new Error(String(error))),
  ]);
  if (snapshot instanceof Error) {
    const file = path.join(os.tmpdir(), `${campaignId}.json`);
    const { History } = temporal.api.history.v1;
    const plain = { longs: String, enums: String, bytes: String };
    const history = History.toObject(History.fromObject(await handle.fetchHistory()), plain);
    await writeFile(file, JSON.stringify(history));
    return [`${kind} ${campaignId}: it can't be replayed: ${snapshot.message} (its history is in ${file})`];
  }
  const { state, view } = snapshot;
  const versions = rows.timeline.map(({ version }) => version);
  const missing = acknowledged.filter((version) => !versions.includes(version));
  const wrong: [boolean, string][] = [
    [status.name !== 'COMPLETED', `its workflow is ${status.name}`],
    [
      rows.version !== state.version || !isDeepStrictEqual(rows.view, plain(view)),
      `its row says version ${rows.version} (${rows.view.phase}), its workflow ${state.version} (${view.phase}): ${differences(rows.view, plain(view))}`,
    ],
    [
      versions.some((version, index) => version !== index + 1),
      `its timeline has gaps: ${versions.join(' ')}`,
    ],
    [versions.length !== state.version, `its timeline has ${versions.length} entries of ${state.version}`],
    [missing.length > 0, `what was acknowledged is not there: versions ${missing.join(' ')}`],
  ];
  return wrong.filter(([is]) => is).map(([, what]) => `${kind} ${campaignId}: ${what}`);
}

/** The members in which two views differ. */
function differences(one: object, other: unknown): string {
  const entries = Object.entries(typeof other === 'object' && other ? other : {});
  const here = new Map(Object.entries(one));
  return entries
    .filter(([name, value]) => !isDeepStrictEqual(here.get(name), value))
    .map(([name]) => name)
    .join(', ');
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What concerns no life alone. */
export async function generalFindings({ db }: Sources, stripe: StripeBooks): Promise<string[]> {
  const twice = (things: StripeBooks['sessions'], keyOf: (thing: z.output<typeof Thing>) => string) => {
    const keys = things.map(keyOf);
    return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
  };
  const sessions = twice(stripe.sessions, ({ metadata }) => `${metadata.campaign_id}:checkout:${metadata.n}`);
  const ours = stripe.refunds.filter(({ metadata, status }) => metadata.refund_key && status !== 'failed');
  const refunds = twice(ours, ({ metadata }) => `${metadata.refund_key}`);
  const Unstored = z.array(
    z.object({ campaign: z.string(), event: z.string(), late: z.number().nullable() }),
  );
  const unstored = Unstored.parse(
    await db.$queryRaw`
      SELECT t.campaign_id::text AS campaign, t.event,
        (extract(epoch FROM i.received_at - t.at) * 1000)::float8 AS late
      FROM campaign_timeline t LEFT JOIN inbox i ON i.source = 'stripe' AND i.external_id = t.actor_id
      WHERE t.actor_kind = 'stripe' AND t.actor_id <> 'stripe' AND (i.id IS NULL OR i.received_at > t.at + interval '1 millisecond')`,
  );
  const ledger = await checkLedger(db);
  const parked = await db.inboxMessage.findMany({ where: { parkedAt: { not: null } } });
  const mails = z.array(z.object({ type: z.string(), n: Amount })).parse(
    await db.$queryRaw(Prisma.sql`
      SELECT e.kind AS type, count(*) AS n FROM outbox e WHERE e.campaign_id IS NOT NULL
      GROUP BY e.kind, e.campaign_id, e.version HAVING count(*) > 1`),
  );
  return [
    ...sessions.map((key) => `two checkout sessions were opened under the key ${key}`),
    ...refunds.map((key) => `two refunds were made under the key ${key}`),
    ...unstored.map(
      ({ campaign, event, late }) =>
        `campaign ${campaign} heard "${event}" ${late === null ? 'though it was never' : `${late} ms before it was`} stored`,
    ),
    ...ledger.map(({ rule, subject }) => `the ledger breaks "${rule}": ${subject}`),
    ...parked.map(({ kind, outcome }) => `an event ${kind} could not be understood: ${outcome}`),
    ...mails.map(({ type }) => `an event ${type} was written twice`),
  ];
}

/** A money run: random sequences of all that happens to a campaign's money, many at once, and every book compared at rest. */
import path from 'node:path';
import { z } from 'zod';
import { each } from '../integration/house';
import { generalFindings, readStripe } from './books';
import type { Client } from './client';
import { PaymentList } from './lives';
import { openBank, untilAtRest } from './money-bank';
import { moneyFindings, readRows, readStripeMoney } from './money-books';
import { MoneyLife, type MoneyWorld } from './money-life';
import { type Plan, planOf } from './money-plan';
import type { Plant } from './plants';
import { openStage, type Stage } from './stage';

export interface MoneyOptions {
  seed: number;
  /** How many sequences. */
  count: number;
  /** One of them alone. */
  only?: number | undefined;
  plant?: Plant | null;
  say(line: string): void;
}

export interface MoneyReport {
  sequences: number;
  /** What was done, by act, and how often it was not refused. */
  acts: Map<string, { done: number; refused: number }>;
  failures: Failure[];
}

export interface Failure {
  /** Of the sequence; null for what can't be told apart. */
  n: number | null;
  findings: string[];
  steps: string[];
}

type Found = Map<MoneyLife | null, string[]>;
const Requested = z.object({ id: z.string(), amount: z.int() });

/** So many campaigns are under way at once: two processors are busy with them. */
const WIDTH = 32;
/** So many campaigns are looked at together at rest. */
const PROBES = 8;
/** So many acts at most are left out of one that failed, run alone. */
const SHRINKS = 8;
/** Advertisers, so that they do not wait for each other's row. */
const ADVERTISERS = { USD: 4, INR: 2 } as const;

export async function runMoney(options: MoneyOptions): Promise<MoneyReport> {
  const stage = await openStage(options.say, options.plant ?? null, path.join(__dirname, 'money-worker.ts'));
  try {
    return await new MoneyRun(stage, options).run();
  } finally {
    await stage.close();
  }
}

class MoneyRun {
  private readonly lives: MoneyLife[] = [];
  private readonly broken = new Map<MoneyLife, string[]>();
  private readonly probed: { life: MoneyLife; id: string; amount: number }[] = [];
  private worlds: Record<Plan['currency'], MoneyWorld[]> = { USD: [], INR: [] };

  constructor(
    private readonly stage: Stage,
    private readonly options: MoneyOptions,
  ) {}

  async run(): Promise<MoneyReport> {
    const { count, only } = this.options;
    const numbers = only === undefined ? Array.from({ length: count }, (_, n) => n) : [only];
    await this.people();
    const began = Date.now();
    const bank = openBank(this.stage.sources.stripeUrl);
    try {
      return await this.liveAndCompare(numbers, began);
    } finally {
      await bank.close();
    }
  }

  private async liveAndCompare(numbers: readonly number[], began: number): Promise<MoneyReport> {
    const { seed, only, say } = this.options;
    await this.live(numbers.map((n) => planOf(seed, n)));
    say(`${numbers.length} sequences were lived in ${seconds(began)}`);
    const waiting = await this.rest();
    say(`all was at rest after ${seconds(began)}`);
    const found = await this.compare(this.lives);
    const good = this.lives.filter((life) => !found.has(life));
    await this.probe(good);
    waiting.push(...(await this.rest()));
    await this.arrived();
    for (const [life, findings] of await this.compare(good))
      if (life !== null || !found.has(null)) found.set(life, findings);
    say(`${this.probed.length} refunds were asked for at rest; compared after ${seconds(began)}`);
    if (waiting.length > 0) found.set(null, [...(found.get(null) ?? []), ...waiting]);
    const failed = [...found.keys()].find((life) => life !== null);
    if (only !== undefined && failed) await this.shrink(failed, found);
    return this.report(found);
  }

  private get admin(): Client {
    const [world] = this.worlds.USD;
    if (!world) throw new Error('nobody is there');
    return world.admin;
  }

  private rest(): Promise<string[]> {
    const { db, stripeUrl } = this.stage.sources;
    return untilAtRest(db, stripeUrl, this.options.say);
  }

  private async people(): Promise<void> {
    const { sources } = this.stage;
    const list = async (query: string) => {
      const answer = await fetch(`${sources.stripeUrl}/v1/${query}`, {
        headers: { authorization: `Bearer ${this.stage.system.env.STRIPE_SECRET_KEY}` },
      });
      return z.object({ data: z.array(z.unknown()) }).parse(await answer.json()).data;
    };
    for (const [currency, many] of Object.entries(ADVERTISERS))
      for (let n = 0; n < many; n += 1) {
        const world = { ...(await this.stage.another(currency)), db: sources.db, list };
        this.worlds[currency === 'INR' ? 'INR' : 'USD'].push(world);
      }
  }

  private async live(plans: readonly Plan[]): Promise<void> {
    const left = [...plans].reverse();
    const worker = async () => {
      for (let plan = left.pop(); plan; plan = left.pop()) await this.liveOne(plan);
    };
    await Promise.all(Array.from({ length: WIDTH }, worker));
  }

  private async liveOne(plan: Plan): Promise<void> {
    const worlds = this.worlds[plan.currency];
    const world = worlds[plan.n % worlds.length];
    if (!world) throw new Error(`nobody pays in ${plan.currency}`);
    const life = new MoneyLife(plan, {
      ...world,
      advertiser: world.advertiser.copy(),
      admin: world.admin.copy(),
    });
    this.lives.push(life);
    if (this.lives.length % 100 === 0) this.options.say(`${this.lives.length} sequences begun`);
    await life.live().catch((error: unknown) => {
      this.breaks(life, `it broke off: ${error instanceof Error ? error.message : error}`);
    });
  }

  /** The findings of these lives, each with its own; and those of nobody in particular. */
  private async compare(lives: readonly MoneyLife[]): Promise<Found> {
    const { sources } = this.stage;
    const stripe = await readStripeMoney(sources.stripeUrl);
    const ids = lives.map((life) => life.campaignId);
    const rows = await readRows(sources.db, ids);
    const found: Found = new Map();
    const note = (life: MoneyLife | null, findings: readonly string[]) => {
      if (findings.length > 0) found.set(life, [...(found.get(life) ?? []), ...findings]);
    };
    await each(lives, PROBES, async (life) => {
      note(life, this.broken.get(life) ?? []);
      const campaign = rows.campaigns.find(({ id }) => id === life.campaignId);
      if (!campaign) return;
      const payments = rows.payments.filter(({ campaign_id }) => campaign_id === life.campaignId);
      note(life, await moneyFindings(campaign, payments, stripe, this.admin));
    });
    // A finding of the ledger names a payment, a refund, a dispute or a campaign of somebody.
    for (const finding of await generalFindings(sources, await readStripe(sources))) {
      const of = rows.payments.find(({ id, campaign_id, refunds, disputes }) =>
        [id, campaign_id, ...refunds.map(({ key }) => key), ...disputes.map((one) => one.id)].some((name) =>
          finding.includes(name),
        ),
      );
      note(lives.find(({ campaignId }) => campaignId === of?.campaign_id) ?? null, [finding]);
    }
    return found;
  }

  /** What the API calls refundable must be so: a minor unit more is refused, and all of it goes back. */
  private async probe(lives: readonly MoneyLife[]): Promise<void> {
    await each(lives, PROBES, async (life) => {
      const path = `/payments?campaign_id=${life.campaignId}&limit=100`;
      const { items } = PaymentList.parse(await this.admin.done('GET', path));
      for (const { id } of items) await this.probeOne(life, id);
    });
  }

  private async probeOne(life: MoneyLife, id: string): Promise<void> {
    // Payments of one campaign share what is left of it.
    const { refundable } = PaymentList.shape.items.element.parse(
      await this.admin.done('GET', `/payments/${id}`),
    );
    if (refundable === 0) return;
    const ask = (amount: number) =>
      this.admin.ask('POST', `/payments/${id}/refund`, { amount, reason: 'To see whether it can be.' });
    const [more, all] = [await ask(refundable + 1), await ask(refundable)];
    life.said.push(`at rest ${refundable} of ${id} were refundable: ${all.code ?? all.status}`);
    if (more.code !== 'REFUND_TOO_LARGE')
      this.breaks(life, `payment ${id}: ${refundable + 1} was refunded of ${refundable}: ${more.code}`);
    if (all.code !== null) this.breaks(life, `payment ${id}: ${refundable} was refused: ${all.code}`);
    else this.probed.push({ life, ...Requested.parse(all.body) });
  }

  /** Whether what was asked for at rest has all arrived; a bank may still have refused it. */
  private async arrived(): Promise<void> {
    const { db } = this.stage.sources;
    for (const { life, id, amount } of this.probed) {
      const row = await db.refund.findUnique({ where: { key: id } });
      const is = row ? `${row.amount} ${row.status}` : 'nowhere';
      const refusedByBank = row?.status === 'failed' && row.providerRefundId !== null;
      if (is !== `${amount} succeeded` && !refusedByBank)
        this.breaks(life, `refund ${id}: ${amount} were refundable, and it is ${is}`);
    }
  }

  /**
   * Leaves one act out at a time, all at once, and keeps what still fails with least in it; a few times. What depends on
   * the moment may not fail again: then the whole sequence is what there is to look at.
   */
  private async shrink(failed: MoneyLife, found: Found): Promise<void> {
    let smallest = failed;
    for (let round = 0; round < SHRINKS; round += 1) {
      const { acts } = smallest.plan;
      const begun = this.lives.length;
      await this.live(
        acts.map((_, left) => ({ ...smallest.plan, acts: acts.filter((_act, n) => n !== left) })),
      );
      await this.rest();
      const smaller = this.lives.splice(begun);
      const stillWrong = await this.compare(smaller);
      const next = smaller.find((life) => stillWrong.has(life));
      if (!next) break;
      found.delete(smallest);
      found.set(next, stillWrong.get(next) ?? []);
      smallest = next;
      this.options.say(`it still fails without an act: ${next.plan.acts.length} are left`);
    }
  }

  private breaks(life: MoneyLife, what: string): void {
    this.broken.set(life, [...(this.broken.get(life) ?? []), what]);
  }

  private async report(found: Found): Promise<MoneyReport> {
    const failures: Failure[] = [];
    for (const [life, findings] of found) {
      const told = life ? await this.heard(life) : [];
      const who = life ? [`campaign ${life.campaignId}, ${life.plan.budget} ${life.plan.currency}`] : [];
      failures.push({ n: life?.plan.n ?? null, findings, steps: [...who, ...(life?.said ?? []), ...told] });
    }
    failures.sort((a, b) => (a.n ?? -1) - (b.n ?? -1));
    return { sequences: this.lives.length, acts: this.actsDone(), failures };
  }

  /** What of Stripe's events about a campaign came in, and what became of it. */
  private async heard({ campaignId }: MoneyLife): Promise<string[]> {
    if (campaignId === '') return [];
    const { db } = this.stage.sources;
    const payments = await db.payment.findMany({ where: { campaignId } });
    const keys = payments.flatMap(({ intentId, sessionId }) => [intentId, sessionId]);
    const known = keys.filter((key) => key !== null);
    const rows = await db.inboxMessage.findMany({ where: { key: { in: known } }, orderBy: { id: 'asc' } });
    return rows.map(
      ({ receivedAt, kind, attempts, outcome }) =>
        `heard at ${receivedAt.toISOString().slice(11, 23)} ${kind}, tried ${attempts} times: ${outcome}`,
    );
  }

  private actsDone(): MoneyReport['acts'] {
    const acts: MoneyReport['acts'] = new Map();
    for (const line of this.lives.flatMap(({ said }) => said)) {
      const name = line.startsWith('at rest') ? 'refund at rest' : (line.split(/[,:]/)[0] ?? '');
      const count = acts.get(name) ?? { done: 0, refused: 0 };
      if (/: (refused|Stripe refuses|there is none|nothing|it does not|no session)/.test(line))
        count.refused += 1;
      else count.done += 1;
      acts.set(name, count);
    }
    return acts;
  }
}

function seconds(since: number): string {
  return `${Math.round((Date.now() - since) / 1_000)} s`;
}

/** A fault run: lives by the dozen, processes killed at chosen moments, and every book compared with an undisturbed life's. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { campaignWorkflowId } from '../../contracts/campaign';
import { paymentWorkflowId } from '../../contracts/payment';
import type { Phase } from '../../domain/campaign/phases';
import { seeded } from '../integration/house';
import { findings, generalFindings, type Outcome, readOutcome, readStripe, unrest } from './books';
import { Chaos } from './chaos';
import type { Placed } from './conductor';
import type { Step } from './interceptor';
import { type Kind, kinds, type Life } from './lives';
import type { Plant } from './plants';
import { openStage, type Stage } from './stage';

export const victims = ['worker', 'api', 'postgres', 'temporal'] as const;
export type Victim = (typeof victims)[number];
/** Every phase that is not an end. */
const hitPhases = [
  'draft',
  'media_review',
  'awaiting_payment',
  'pending_approval',
  'scheduled',
  'activating',
  'active',
  'completing',
] as const satisfies Phase[];

export interface RunOptions {
  seed: number;
  /** At least so many lives are led to their end. */
  lives: number;
  /** Kills of each process. */
  rounds: number;
  /** Kills of each at most, while it was not hit everywhere; no more than `rounds` unless said. */
  mostRounds?: number;
  plant?: Plant | null;
  /** The step in which a process is killed, instead of a chosen phase. */
  aim?: Partial<Record<Victim, (step: Step) => boolean>>;
  say(line: string): void;
}

export interface Report {
  lives: number;
  kills: number;
  /** Lives hit, by process, phase and step in flight. */
  hits: Map<string, number>;
  /** What no kill hit: a phase, or a step of one that undisturbed lives take, by process. */
  missed: string[];
  findings: string[];
}

/** So many are under way at each kill, or more. */
const WIDTH = 24;
const THINK_MS = 1_500;
const REST_WITHIN_MS = 150_000;

export async function runFaults(options: RunOptions): Promise<Report> {
  const stage = await openStage(options.say, options.plant ?? null);
  try {
    return await new Run(stage, options).run();
  } finally {
    await stage.close();
  }
}

class Run {
  private readonly random: () => number;
  private readonly chaos: Chaos;
  private readonly begun: Life[] = [];
  private readonly running = new Map<Life, Promise<void>>();
  private readonly hits = new Map<string, number>();
  /** Each step that lives take, as `phase | activity`, and the kinds of lives that take it. */
  private readonly steps = new Map<string, Kind[]>();
  private readonly found: string[] = [];
  private kills = 0;

  constructor(
    private readonly stage: Stage,
    private readonly options: RunOptions,
  ) {
    this.random = seeded(options.seed);
    this.chaos = new Chaos(stage.conductor, this.random);
  }

  async run(): Promise<Report> {
    const { say, lives, rounds, mostRounds = rounds } = this.options;
    const expected = await this.undisturbed();
    say(`${expected.size} undisturbed lives tell what to expect`);
    for (let round = 0; round < mostRounds; round += 1) {
      const chosen = victims.filter((victim) => round < rounds || this.missedBy(victim).length > 0);
      for (const victim of shuffled(chosen, this.random)) await this.kill(victim);
    }
    while (this.begun.length < lives) {
      if (this.running.size >= WIDTH) await Promise.race(this.running.values());
      this.begin();
    }
    await Promise.all(this.running.values());
    this.chaos.calm();
    await this.rest();
    await this.compare(expected);
    if (this.chaos.outlived === 0)
      this.found.push('no projection outlived its time: the run shows nothing of it');
    const missed = victims.flatMap((victim) => this.missedBy(victim).map((what) => `${victim} | ${what}`));
    return { lives: this.begun.length, kills: this.kills, hits: this.hits, missed, findings: this.found };
  }

  /** One life of each kind, with nothing in its way. */
  private async undisturbed(): Promise<Map<Kind, Outcome>> {
    const { newLife, sources, conductor } = this.stage;
    const { decide } = conductor;
    const all = kindNames.map((kind) => newLife(kind));
    const taken: Placed[] = [];
    conductor.decide = async (step) => {
      taken.push(step);
      return 'go';
    };
    await Promise.all(all.map((life) => life.live()));
    await this.rest();
    const kindOf = await this.kindsByWorkflow(all);
    for (const step of taken) {
      const [place, kind] = [placeOf(step), kindOf.get(step.workflowId)];
      this.steps.set(place, [...(this.steps.get(place) ?? []), ...(kind ? [kind] : [])]);
    }
    const stripe = await readStripe(sources);
    const outcomes = new Map<Kind, Outcome>();
    for (const life of all) outcomes.set(life.kind, await readOutcome(sources, stripe, life));
    conductor.decide = decide;
    return outcomes;
  }

  /** The kind of each life, by the workflows of its campaign and its payments. */
  private async kindsByWorkflow(lives: readonly Life[]): Promise<Map<string, Kind>> {
    const payments = await this.stage.sources.db.payment.findMany({ select: { id: true, campaignId: true } });
    return new Map(
      lives.flatMap(({ kind, campaignId }) => [
        [campaignWorkflowId(campaignId), kind] as const,
        ...payments
          .filter((payment) => payment.campaignId === campaignId)
          .map(({ id }) => [paymentWorkflowId(id), kind] as const),
      ]),
    );
  }

  /** Every other life is of a kind that takes a step in which some process was never hit, while there is one. */
  private begin(): void {
    const n = this.begun.length;
    const rare = victims
      .flatMap((victim) => this.missedBy(victim))
      .flatMap((what) => this.steps.get(what) ?? []);
    const kind =
      n % 2 === 1 && rare.length > 0
        ? pick(rare, this.random)
        : (kindNames[(n >> 1) % kindNames.length] ?? 'standard');
    const life = this.stage.newLife(kind, () => sleep(this.random() * THINK_MS));
    this.begun.push(life);
    const ended = life
      .live()
      .catch((error: unknown) => {
        this.found.push(
          `${kind} ${life.campaignId} did not end: ${error instanceof Error ? error.message : error}`,
        );
      })
      .finally(() => {
        this.running.delete(life);
        this.chaos.release(campaignWorkflowId(life.campaignId));
      });
    this.running.set(life, ended);
  }

  /** Kills a process in the midst of steps, of those in which it was never hit before while there are some. */
  private async kill(victim: Victim): Promise<void> {
    const { system, conductor } = this.stage;
    const part = system.parts.get(victim);
    if (!part) throw new Error(`${victim} is not ours to kill`);
    while (this.running.size < WIDTH) this.begin();
    const missed = this.missedBy(victim);
    const wanted = new Set(missed.length > 0 ? missed : [pick([...this.steps.keys()], this.random)]);
    // Half of the time after the outside has acted: the moment in which most can be lost.
    const late = this.random() < 0.5;
    const isWanted = (step: Placed) => (!late || step.stage === 'after') && wanted.delete(placeOf(step));
    const caught = await this.chaos.catch(this.options.aim?.[victim] ?? isWanted, 15_000);
    // Lives have ended meanwhile: others take their places, so that as many as promised are under way.
    while (this.running.size < WIDTH) this.begin();
    this.note(victim);
    await part.kill();
    this.kills += 1;
    if (victim === 'worker') conductor.forget();
    caught.release();
    const moments = caught.steps.map(({ stage, activity }) => `${stage} ${activity}`);
    const moment = moments.join(', ') || 'while nobody did what was waited for';
    this.options.say(`killed ${victim} ${moment}; ${this.running.size} lives under way`);
    await part.up();
    await sleep(500 + this.random() * 1_500);
  }

  /** Who is hit: every step in flight, and every life under way that is at none. */
  private note(victim: Victim): void {
    const { conductor } = this.stage;
    const hit = (what: string) => {
      const key = `${victim} | ${what}`;
      this.hits.set(key, (this.hits.get(key) ?? 0) + 1);
    };
    for (const step of conductor.inFlight.values())
      hit(placeOf(step) + (step.stage === 'after' ? ', done but not reported' : ''));
    for (const { campaignId, doing } of this.running.keys()) {
      const id = campaignWorkflowId(campaignId);
      if (conductor.inFlight.has(id)) continue;
      hit(`${conductor.phases.get(id) ?? 'draft'} | ${doing ? `request: ${doing}` : 'waiting'}`);
    }
  }

  private missedBy(victim: Victim): string[] {
    const hits = [...this.hits.keys()];
    const isHit = (what: string) => hits.some((key) => key.startsWith(`${victim} | ${what}`));
    return [...hitPhases.map((phase) => `${phase} | `), ...this.steps.keys()].filter((what) => !isHit(what));
  }

  /** Waits until nothing waits any more. */
  private async rest(): Promise<void> {
    const { db } = this.stage.sources;
    const deadline = Date.now() + REST_WITHIN_MS;
    // A refund is asked for a moment before its row tells of it.
    for (let quiet = 0; quiet < 3; ) {
      const waiting = await unrest(db);
      quiet = waiting === 0 ? quiet + 1 : 0;
      if (Date.now() > deadline)
        return void this.found.push(`${waiting} rows still wait to be relayed or refunded`);
      await sleep(500);
    }
  }

  private async compare(expected: Map<Kind, Outcome>): Promise<void> {
    const { sources } = this.stage;
    const stripe = await readStripe(sources);
    for (const life of this.begun.filter(({ campaignId }) => campaignId !== '')) {
      this.found.push(...(await findings(sources, life)));
      const outcome = await readOutcome(sources, stripe, life);
      if (isDeepStrictEqual(outcome, expected.get(life.kind))) continue;
      const [is, should] = [outcome, expected.get(life.kind)].map((one) => JSON.stringify(one));
      this.found.push(
        `${life.kind} ${life.campaignId} came to\n    ${is}\n  and an undisturbed one to\n    ${should}`,
      );
    }
    this.found.push(...(await generalFindings(sources, stripe)));
  }
}

// The keys of a literal that `satisfies` its type.
const kindNames = Object.keys(kinds) as Kind[];

function placeOf({ phase, activity }: Placed): string {
  return `${phase ?? 'payment'} | ${activity}`;
}

function pick<T>(from: readonly T[], random: () => number): T {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

function shuffled<T>(from: readonly T[], random: () => number): T[] {
  return from
    .map((one) => ({ one, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ one }) => one);
}

/** Every activity of whole lives fails: before it acts, after it acted, and after it acted but without a word; one effect each. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createRotationActivities } from '../../activities/key-rotation';
import { openStripe } from '../../adapters/stripe/client';
import { openDeps } from '../../bin/deps';
import { campaignWorkflowId } from '../../contracts/campaign';
import { type Config, loadConfig } from '../../infra/config';
import { createLogger } from '../../infra/log';
import { CreateCampaign } from '../../schemas/campaigns';
import { createCampaign } from '../../services/campaigns/create';
import { createActivities } from '../../worker/activities';
import { findings, generalFindings, type Outcome, readOutcome, readStripe, unrest } from './books';
import type { Step, Verdict } from './interceptor';
import { type Kind, kinds, type Life } from './lives';
import { openStage, type Stage } from './stage';

jest.setTimeout(240_000);

const modes = ['before', 'lost', 'after'] as const;
type Mode = (typeof modes)[number];
/** What is lost costs its timeout: no workflow loses more than this of what most take. */
const LOSSES = 3;
/** What so few undisturbed workflows take, or fewer, is lost by the first that may. */
const FEW = 6;

// The keys of a literal that `satisfies` its type.
const names = [...(Object.keys(kinds) as Kind[]), 'idleDraft'] as const;
type Name = (typeof names)[number];
let stage: Stage;
/** Of this process, in a time in which a month of waiting takes 22 s; the stage's own takes longer than a run. */
let hurried: ReturnType<typeof openDeps<Config>>;
beforeAll(async () => {
  stage = await openStage(() => {});
  const config = loadConfig({ ...stage.system.env, ADFLIGHT_TIME_SCALE: '120000' });
  hurried = openDeps(config, createLogger('test', 'silent'));
});
afterAll(async () => {
  await hurried?.close();
  await stage.close();
});

/** A life under its name. The idle draft's is nobody's to lead: it is reminded twice, and expires. */
function begin(name: Name): { name: Name; life: Life; live(): Promise<void> } {
  if (name !== 'idleDraft') {
    const life = stage.newLife(name);
    return { name, life, live: () => life.live() };
  }
  const life = stage.newLife('unpaid');
  const live = async () => {
    const me = await stage.advertiser.copy().done('GET', '/users/me');
    const { id: userId } = z.object({ id: z.string() }).parse(me);
    const caller = { userId, role: 'advertiser', address: '127.0.0.1' } as const;
    const context = { ...hurried.deps, caller, requestId: randomUUID(), idempotencyKey: randomUUID() };
    const { campaignId, version } = await createCampaign.call(
      context,
      CreateCampaign.parse({
        name: 'Never touched',
        objective: 'traffic',
        targeting: { industry: 'retail', coverage_type: 'national', places: [{ country: 'US' }] },
        budget_lifetime: 10_000,
        end_date: life.day(900),
      }),
    );
    life.campaignId = campaignId;
    life.acknowledged.push(version);
    life.onCreated();
    await life.enters('expired');
  };
  return { name, life, live };
}

/**
 * What lives can meet: all that a worker offers but the work of a key rotation, which is no life's;
 * tests/integration/key-rotation.test.ts kills its worker in the midst of it.
 */
function activitiesOfLives(): string[] {
  const { config, db, temporal } = hurried.deps;
  const stripe = openStripe({ secretKey: config.STRIPE_SECRET_KEY, apiUrl: config.STRIPE_API_URL });
  const all = createActivities({ config, db, temporal, stripe, platforms: {}, timeScale: 1 });
  const rotation = Object.keys(createRotationActivities({ config, db }));
  return Object.keys(all)
    .filter((name) => !rotation.includes(name))
    .sort();
}

/** Fails each activity of a workflow once: of a campaign in the mode of its life, of a payment in whichever is still to be seen. */
class Trouble {
  /** Of campaigns, by workflow id. */
  readonly modes = new Map<string, Mode>();
  /** Activities that failed, by mode. */
  readonly met: Record<Mode, Set<string>> = { before: new Set(), lost: new Set(), after: new Set() };
  /** Of each workflow and activity; null once it is over. */
  private readonly plans = new Map<string, Mode | null>();
  private readonly losses = new Map<string, number>();

  /** @param takers of each activity, the undisturbed workflows that took it. */
  constructor(private readonly takers: ReadonlyMap<string, ReadonlySet<string>>) {}

  async decide({ workflowId, activity, stage: at }: Step): Promise<Verdict> {
    if (workflowId.startsWith('campaign/') && !this.modes.has(workflowId)) return 'go';
    const key = `${workflowId} ${activity}`;
    const mode = this.plans.get(key) ?? (this.plans.has(key) ? null : this.plan(workflowId, activity));
    this.plans.set(key, mode);
    if (!mode || at !== (mode === 'before' ? 'before' : 'after')) return 'go';
    this.plans.set(key, null);
    return mode === 'lost' ? 'lose' : 'fail';
  }

  private plan(workflowId: string, activity: string): Mode | null {
    const unseen = modes.find((mode) => !this.met[mode].has(activity));
    const mode = workflowId.startsWith('payment/') ? unseen : this.modes.get(workflowId);
    if (!mode || (mode === 'lost' && !this.mayLose(workflowId, activity))) return null;
    this.met[mode].add(activity);
    return mode;
  }

  private mayLose(workflowId: string, activity: string): boolean {
    const losses = this.losses.get(workflowId) ?? 0;
    const isRare = (this.takers.get(activity)?.size ?? 0) <= FEW;
    if (this.met.lost.has(activity) || (losses >= LOSSES && !isRare)) return false;
    this.losses.set(workflowId, losses + 1);
    return true;
  }
}

async function atRest(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet = (await unrest(stage.sources.db)) === 0 ? quiet + 1 : 0)
    await sleep(300);
}

type Lived = ReturnType<typeof begin>;

const RACING = ['fromBank', 'disputedWhileRefunding'] as const satisfies Name[];

async function outcomes(lives: readonly Lived[]): Promise<[Name, Outcome][]> {
  const stripe = await readStripe(stage.sources);
  return Promise.all(
    lives.map(
      async ({ name, life }): Promise<[Name, Outcome]> => [
        name,
        await readOutcome(stage.sources, stripe, life),
      ],
    ),
  );
}

test('every activity that fails before, after, or after without a word leaves one effect and an undisturbed life', async () => {
  const { conductor, sources } = stage;
  const takers = new Map<string, Set<string>>();
  conductor.decide = async ({ workflowId, activity }) => {
    takers.set(activity, (takers.get(activity) ?? new Set()).add(workflowId));
    return 'go';
  };
  const calm = names.map(begin);
  await Promise.all(calm.map(({ live }) => live()));
  await atRest();
  const expected = new Map(await outcomes(calm));

  const trouble = new Trouble(takers);
  conductor.decide = (step) => trouble.decide(step);
  const lives = modes.flatMap((mode) =>
    names.map((name) => {
      const lived = begin(name);
      const { life } = lived;
      life.onCreated = () => void trouble.modes.set(campaignWorkflowId(life.campaignId), mode);
      return lived;
    }),
  );
  await Promise.all(lives.map(({ live }) => live()));
  const every = activitiesOfLives();
  // What few payments do, and in a race with their bank, may be missed: more of them are led there.
  const isMissed = () => modes.some((mode) => every.some((activity) => !trouble.met[mode].has(activity)));
  for (let more = 0; more < 4 && isMissed(); more += 1)
    await Promise.all(RACING.map((name) => begin(name).live()));
  await atRest();
  conductor.decide = async () => 'go';

  for (const [index, [name, outcome]] of (await outcomes(lives)).entries()) {
    const where = `${name}, ${modes[Math.floor(index / names.length)]}`;
    expect([where, outcome]).toEqual([where, expected.get(name)]);
  }
  for (const { life } of lives) expect(await findings(sources, life)).toEqual([]);
  expect(await generalFindings(sources, await readStripe(sources))).toEqual([]);
  for (const mode of modes) expect([mode, [...trouble.met[mode]].sort()]).toEqual([mode, every]);
});

/** Every activity of whole lives fails: before it acts, after it acted, and after it acted but without a word; one effect each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { campaignWorkflowId } from '../../contracts/campaign';
import { findings, generalFindings, type Outcome, readOutcome, readStripe, unrest } from './books';
import type { Step, Verdict } from './interceptor';
import { type Kind, kinds, type Life } from './lives';
import { openStage, type Stage } from './stage';

jest.setTimeout(240_000);

const modes = ['before', 'lost', 'after'] as const;
type Mode = (typeof modes)[number];
/** What is lost costs its timeout: no workflow loses more than this. */
const LOSSES = 3;

// The keys of a literal that `satisfies` its type.
const kindNames = Object.keys(kinds) as Kind[];
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(() => {});
});
afterAll(() => stage.close());

/** Fails each activity of a workflow once: of a campaign in the mode of its life, of a payment in whichever is still to be seen. */
class Trouble {
  /** Of campaigns, by workflow id. */
  readonly modes = new Map<string, Mode>();
  /** Activities that failed, by mode. */
  readonly met: Record<Mode, Set<string>> = { before: new Set(), lost: new Set(), after: new Set() };
  readonly all = new Set<string>();
  /** Of each workflow and activity; null once it is over. */
  private readonly plans = new Map<string, Mode | null>();
  private readonly losses = new Map<string, number>();

  async decide({ workflowId, activity, stage: at }: Step): Promise<Verdict> {
    this.all.add(activity);
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
    if (losses >= LOSSES || this.met.lost.has(activity)) return false;
    this.losses.set(workflowId, losses + 1);
    return true;
  }
}

async function atRest(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet = (await unrest(stage.sources.db)) === 0 ? quiet + 1 : 0)
    await sleep(300);
}

async function outcomes(lives: Life[]): Promise<[Kind, Outcome][]> {
  const stripe = await readStripe(stage.sources);
  return Promise.all(
    lives.map(
      async (life): Promise<[Kind, Outcome]> => [life.kind, await readOutcome(stage.sources, stripe, life)],
    ),
  );
}

test('every activity that fails before, after, or after without a word leaves one effect and an undisturbed life', async () => {
  const { conductor, newLife, sources } = stage;
  const calm = kindNames.map((kind) => newLife(kind));
  await Promise.all(calm.map((life) => life.live()));
  await atRest();
  const expected = new Map(await outcomes(calm));

  const trouble = new Trouble();
  conductor.decide = (step) => trouble.decide(step);
  const lives = modes.flatMap((mode) =>
    kindNames.map((kind) => {
      const life = newLife(kind);
      life.onCreated = () => void trouble.modes.set(campaignWorkflowId(life.campaignId), mode);
      return life;
    }),
  );
  await Promise.all(lives.map((life) => life.live()));
  await atRest();
  conductor.decide = async () => 'go';

  for (const [index, [kind, outcome]] of (await outcomes(lives)).entries()) {
    const where = `${kind}, ${modes[Math.floor(index / kindNames.length)]}`;
    expect([where, outcome]).toEqual([where, expected.get(kind)]);
  }
  for (const life of lives) expect(await findings(sources, life)).toEqual([]);
  expect(await generalFindings(sources, await readStripe(sources))).toEqual([]);
  const every = [...trouble.all].sort();
  for (const mode of modes)
    expect([mode, every.filter((name) => !trouble.met[mode].has(name))]).toEqual([mode, []]);
  expect(every).toEqual(expect.arrayContaining(['forwardPaymentEvent', 'lookAtRefund', 'withdrawCampaign']));
});

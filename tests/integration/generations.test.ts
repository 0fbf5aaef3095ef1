/** A campaign whose workflow was reset: what its undone life left, or still sends, delivers nothing that nobody paid for. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { createHousePlatform } from '../../activities/house';
import type { CampaignPlatform } from '../../activities/platform';
import type { ActivationRequest, CampaignInput, CampaignSnapshot, Decision } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import { isOver, phases } from '../../domain/campaign/phases';
import { NIL_ID } from '../../domain/delivery/count';
import { DAY, MINUTE } from '../../domain/time';
import type { Database } from '../../infra/database';
import { takeLease } from '../../store/leases';
import { checkLedger } from '../../store/ledger-check';
import { projectCampaign, readStamp, reprojectCampaign } from '../../store/projection';
import { aCampaign, aDecision, aProjection, aSnapshot } from '../fixtures/campaign';
import { freshDatabase } from './parts';

let db: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
}, 60_000);
afterAll(() => close());

const REVISION = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

/** A campaign, its rows, and the runs of its workflow: each calls the platform as an activity of it would. */
class Played {
  readonly input: CampaignInput = aCampaign();
  private version = 0;
  private readonly house: CampaignPlatform = createHousePlatform({ db, now: Date.now });
  /** When the server says that the next activity was scheduled. */
  clock = Date.now();

  get id(): string {
    return this.input.campaignId;
  }

  async begin(): Promise<this> {
    for (const hash of [REVISION, OTHER])
      await db.campaignRevision.create({
        data: {
          campaignId: this.id,
          hash,
          content: { creatives: [], targeting: { places: [], frequencyCap: null } },
        },
      });
    return this;
  }

  /** The row of a decision that led here. */
  async enters(phase: Phase): Promise<void> {
    this.version += 1;
    await projectCampaign(
      db,
      aProjection(this.input, this.decision(phase), { view: { over: isOver(phase) } }),
    );
  }

  private later(): number {
    this.clock += 1_000;
    return this.clock;
  }

  private decision(to: Phase): Decision {
    return aDecision(this.version, { at: this.later(), to });
  }

  snapshot(phase: Phase): CampaignSnapshot {
    return aSnapshot(this.input, [this.decision(phase)]);
  }

  /** One activity, scheduled now or when it is said; a retry has the id of what it retries. */
  call<T>(
    run: string,
    activityId: string,
    work: (house: CampaignPlatform) => Promise<T>,
    at?: number,
  ): Promise<T> {
    const environment = new MockActivityEnvironment({
      activityId,
      workflowExecution: { workflowId: `campaign/${this.id}`, runId: run },
      scheduledTimestampMs: at ?? this.later(),
    });
    return environment.run(() => work(this.house));
  }

  request(over: Partial<ActivationRequest> = {}): ActivationRequest {
    const units = { billedUnit: 'impression', unitPriceMicros: 100_000, units: 1_000 } as const;
    return {
      campaignId: this.id,
      channel: 'house',
      adAccountId: this.input.adAccountId,
      currency: 'USD',
      timeZone: 'UTC',
      revision: REVISION,
      quote: { id: 'q1', total: 10_000, ...units },
      budgetDaily: null,
      startAt: Date.now() - 1_000 * DAY,
      endAt: Date.now() + MINUTE,
      wanted: true,
      ...over,
    };
  }

  activate(run: string, over: Partial<ActivationRequest> = {}, at?: number): Promise<string[]> {
    return this.call(run, 'activate', (house) => house.activate(this.request(over)), at);
  }

  /** From its approval to its flight, as the workflow goes. */
  async runs(run: string, over: Partial<ActivationRequest> = {}): Promise<string[]> {
    await this.enters('activating');
    const objects = await this.activate(run, over);
    await this.enters('active');
    return objects;
  }

  target(objects: string[]) {
    return { campaignId: this.id, channel: 'house' as const, objects };
  }

  /** As it is, whenever it was last looked at. */
  line() {
    return db.houseLineItem.findUnique({ where: { campaignId: this.id }, omit: { updatedAt: true } });
  }

  /** How many units an ad server gets now. */
  async leased(): Promise<number> {
    const ask = { campaignId: this.id, server: 'test', now: Date.now(), lifetimeMs: MINUTE, timeScale: 1 };
    return (await takeLease(db, ask)).lease?.units ?? 0;
  }
}

const played = () => new Played().begin();

test.each(phases.filter(isOver))(
  'a campaign that is %s delivers nothing more, whether or not this life began it',
  async (end) => {
    const campaign = await played();
    await campaign.runs('run-1');
    expect(await campaign.leased()).toBeGreaterThan(0);
    // Reset to its approval, and then it ends: this life holds no objects, and stops none.
    await campaign.enters(end);
    expect(await campaign.line()).toMatchObject({ status: 'stopped', isFinal: true, leased: 0n });
    expect(await campaign.leased()).toBe(0);
    expect(await db.houseLease.count({ where: { campaignId: campaign.id } })).toBe(0);
    await expect(campaign.activate('run-2')).rejects.toMatchObject({ code: 'CAMPAIGN_CLOSED' });
  },
);

test.each(phases.filter((phase) => !isOver(phase) && phase !== 'active' && phase !== 'completing'))(
  'while a campaign is in %s, what an undone life began delivers nothing',
  async (phase) => {
    const campaign = await played();
    await campaign.runs('run-1');
    await campaign.enters(phase);
    expect(await campaign.line()).toMatchObject({ status: 'stopped', isFinal: false });
    expect(await campaign.leased()).toBe(0);
  },
);

test('what an undone life delivered of a campaign that ends unbegun is billed to nobody, and the books say so', async () => {
  const campaign = await played();
  await campaign.runs('run-1');
  const { id: campaignId } = campaign;
  await db.houseLineItem.update({ where: { campaignId }, data: { delivered: 40n } });
  const day = { campaignId, date: new Date('2026-12-01'), creativeId: NIL_ID };
  await db.campaignMetric.create({ data: { ...day, impressions: 40n, spendMicros: 4_000_000n } });
  await campaign.enters('pending_approval');
  expect(await campaign.line()).toMatchObject({ delivered: 40n });
  await campaign.enters('cancelled');
  expect(await campaign.line()).toMatchObject({ delivered: 0n });
  expect(await db.campaignMetric.findMany({ where: { campaignId } })).toMatchObject([
    { impressions: 40n, spendMicros: 0n },
  ]);
  expect(await checkLedger(db)).toEqual([]);
});

test('a row that is rewritten from its workflow says it as well', async () => {
  const campaign = await played();
  await campaign.runs('run-1');
  const snapshot = campaign.snapshot('pending_approval');
  await reprojectCampaign(db, snapshot, await readStamp(db, campaign.id));
  expect(await campaign.line()).toMatchObject({ status: 'stopped', isFinal: false });
});

test('a decision that changes no phase touches no delivery', async () => {
  const campaign = await played();
  await campaign.runs('run-1');
  const before = await campaign.line();
  await campaign.enters('active');
  await campaign.enters('completing');
  expect(await campaign.line()).toEqual(before);
});

test('an activation draws a generation, its retries the same one', async () => {
  const campaign = await played();
  await campaign.enters('activating');
  const first = await campaign.activate('run-1', {}, campaign.clock);
  expect(await campaign.activate('run-1', {}, campaign.clock)).toEqual(first);
  expect(first).toEqual([`line-item:${campaign.id}:1`]);
  await campaign.enters('active');
  expect(await campaign.runs('run-2')).toEqual([`line-item:${campaign.id}:2`]);
  expect(await campaign.line()).toMatchObject({
    status: 'active',
    generation: 2,
    activatedBy: 'run-2/activate',
  });
});

test('a wish of an older generation changes nothing, whatever it is', async () => {
  const campaign = await played();
  const old = campaign.target(await campaign.runs('run-1'));
  const present = campaign.target(await campaign.runs('run-2'));
  const before = await campaign.line();
  const budget = { lifetime: 1, daily: 100, units: 2_000, unitPriceMicros: 100_000, currency: 'USD' };
  const wishes: ((house: CampaignPlatform, target: typeof old) => Promise<unknown>)[] = [
    (house, target) => house.setDelivery(target, false),
    (house, target) => house.setBudget(target, budget),
    (house, target) => house.setBudget(target, { ...budget, units: 0, isCut: true }),
    (house, target) => house.setFlight(target, { startAt: 1, endAt: 2 }),
    (house, target) => house.setRevision(target, OTHER),
    (house, target) => house.withdraw(target, false),
    (house, target) => house.withdraw(target, true),
    (house, target) => house.stop(target),
  ];
  for (const wish of wishes) {
    await campaign.call('run-1', 'late', (house) => wish(house, old));
    expect(await campaign.line()).toEqual(before);
  }
  // Each means something in the life that is lived.
  for (const wish of wishes.slice(0, -2)) {
    const was = await campaign.line();
    await campaign.call('run-2', 'wish', (house) => wish(house, present));
    expect(await campaign.line()).not.toEqual(was);
  }
});

test('a life that does not know its generation is known by the time of its wish', async () => {
  const campaign = await played();
  await campaign.runs('run-1');
  const then = campaign.clock;
  await campaign.runs('run-2');
  const before = await campaign.line();
  const unknown = campaign.target([]);
  await campaign.call('run-1', 'late', (house) => house.withdraw(unknown, true), then);
  await campaign.call('run-1', 'late', (house) => house.stop(unknown), then);
  await expect(campaign.activate('run-1', {}, then - 1)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await campaign.line()).toEqual(before);
  await campaign.call('run-2', 'undo', (house) => house.withdraw(unknown, true));
  expect(await campaign.line()).toMatchObject({ status: 'stopped', isFinal: true });
});

test('an activation waits for a row that says that its campaign may run', async () => {
  const campaign = await played();
  await campaign.enters('pending_approval');
  await expect(campaign.activate('run-0')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await campaign.line()).toBeNull();
});

test('what an undone life delivered counts in the next: never more than is paid for', async () => {
  const campaign = await played();
  const first = campaign.target(await campaign.runs('run-1'));
  await db.houseLineItem.update({ where: { campaignId: campaign.id }, data: { delivered: 40n } });
  await campaign.call('run-1', 'read', (house) => house.readDelivery(first));
  await campaign.enters('pending_approval');
  const second = campaign.target(await campaign.runs('run-2', { quote: { ...quote, units: 60 } }));
  expect(await campaign.line()).toMatchObject({
    status: 'active',
    delivered: 40n,
    units: 60n,
    planUnits: 40n,
  });
  let leased = 0;
  for (let units = await campaign.leased(); units > 0; units = await campaign.leased()) leased += units;
  expect(leased).toBe(20);
  expect(await campaign.call('run-2', 'read', (house) => house.readDelivery(second))).toMatchObject({
    billedUnits: 40,
  });
});

const quote = {
  id: 'q1',
  total: 10_000,
  billedUnit: 'impression',
  unitPriceMicros: 100_000,
  units: 1_000,
} as const;

test('what was delivered at another price, or beyond what is bought, keeps a new life from beginning', async () => {
  const campaign = await played();
  await campaign.runs('run-1');
  await db.houseLineItem.update({ where: { campaignId: campaign.id }, data: { delivered: 40n } });
  await campaign.enters('activating');
  for (const other of [{ unitPriceMicros: 90_000 }, { units: 39 }, { billedUnit: 'click' as const }])
    await expect(campaign.activate('run-2', { quote: { ...quote, ...other } })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  expect(await campaign.line()).toMatchObject({ status: 'stopped', generation: 1 });
});

test('an activation that failed part-way is tried again, also after ads went out', async () => {
  const campaign = await played();
  await campaign.enters('activating');
  await campaign.activate('run-1');
  await db.houseLineItem.update({ where: { campaignId: campaign.id }, data: { delivered: 3n } });
  await campaign.call('run-1', 'undo', (house) => house.withdraw(campaign.target([]), false));
  expect(await campaign.line()).toMatchObject({ status: 'stopped', isFinal: false });
  await campaign.enters('activation_failed');
  await campaign.enters('activating');
  await campaign.call('run-1', 'again', (house) => house.activate(campaign.request()));
  expect(await campaign.line()).toMatchObject({ status: 'active', generation: 2, delivered: 3n });
});

test('a line item of before generations is the first', async () => {
  const campaign = await played();
  await campaign.runs('run-1');
  await db.houseLineItem.update({
    where: { campaignId: campaign.id },
    data: { activatedBy: null, activatedAt: null },
  });
  const target = campaign.target([`line-item:${campaign.id}`]);
  await campaign.call('run-1', 'pause', (house) => house.setDelivery(target, false));
  expect(await campaign.line()).toMatchObject({ status: 'paused' });
  await campaign.runs('run-2');
  await campaign.call('run-1', 'late', (house) => house.setDelivery(target, false));
  expect(await campaign.line()).toMatchObject({ status: 'active', generation: 2 });
});

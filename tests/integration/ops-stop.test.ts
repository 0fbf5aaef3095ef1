/** The kill switch on a whole system: every phase, a platform that hangs, a workflow that is gone; and only what is true is said. */
import { randomUUID } from 'node:crypto';
import { Client as Postgres } from 'pg';
import { inDays, type Person } from '../../bin/demo/driver';
import { openDeps } from '../../bin/deps';
import { campaignWorkflowId } from '../../contracts/campaign';
import { loadConfig } from '../../infra/config';
import { createLogger } from '../../infra/log';
import { CreateCampaign } from '../../schemas/campaigns';
import { createCampaign } from '../../services/campaigns/create';
import type { Deps } from '../../services/context';
import { type Stopped, stopAccount } from '../../services/ops/stop-account';
import { ops } from './ops-command';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(120_000);

let whole: WholeSystem;
let deps: Deps;
let closeDeps: () => Promise<void>;
beforeAll(async () => {
  whole = await wholeSystem();
  ({ deps, close: closeDeps } = openDeps(loadConfig(whole.system.env), createLogger('test', 'silent')));
});
afterAll(async () => {
  await closeDeps?.();
  await whole?.close();
});

/** Far enough for a suite: a day takes 4.3 s. */
const LONG = { end_date: inDays(2_000) };
const stop = (person: Person, within?: number, over: Partial<Deps> = {}) =>
  stopAccount({ ...deps, ...over, requestId: `ops/${randomUUID()}` }, person.id, within);
const proofs = (stopped: readonly Stopped[]) =>
  Object.fromEntries(stopped.map(({ campaignId, proof }) => [campaignId, proof]));
const details = (stopped: readonly Stopped[]) =>
  new Map(stopped.map(({ campaignId, detail }) => [campaignId, detail]));
const lineOf = (campaignId: string) => whole.db.houseLineItem.findUnique({ where: { campaignId } });

/** What stays when the API dies between the reservation and the start of its workflow. */
async function reserve({ id: userId }: Person): Promise<string> {
  const died = new Error('the process died');
  // Everything else of Temporal's client is never reached.
  const temporal = {
    connection: { withDeadline: () => Promise.reject(died) },
  } as unknown as Deps['temporal'];
  const caller = { userId, role: 'advertiser', address: '127.0.0.1' } as const;
  const context = { ...deps, temporal, caller, requestId: randomUUID(), idempotencyKey: randomUUID() };
  const targeting = { industry: 'retail', coverage_type: 'state', places: [{ country: 'US', state: 'CA' }] };
  const body = { name: 'Reserved', objective: 'traffic', targeting, budget_lifetime: 50_000, ...LONG };
  const known = new Set(await idsOf(userId));
  await expect(createCampaign.call(context, CreateCampaign.parse(body))).rejects.toThrow(died);
  return (await idsOf(userId)).find((id) => !known.has(id)) ?? '';
}

async function idsOf(advertiserId: string): Promise<string[]> {
  return (await whole.db.campaign.findMany({ where: { advertiserId } })).map(({ id }) => id);
}

/** Whatever would write the campaign's line item waits, until the answer is called. */
async function blockPlatform(campaignId: string): Promise<() => Promise<void>> {
  const other = new Postgres({ connectionString: whole.system.env.DATABASE_URL });
  // A test that fails leaves it to the end of the database.
  other.on('error', () => {});
  await other.connect();
  await other.query('BEGIN');
  await other.query(
    `INSERT INTO house_line_items (campaign_id, status, revision, billed_unit, unit_price_micros, units, currency,
       time_zone, start_at, end_at, plan_from)
     VALUES ($1, 'active', '', 'impression', 0, 0, '', 'UTC', now(), now(), now()) ON CONFLICT DO NOTHING`,
    [campaignId],
  );
  await other.query('SELECT 1 FROM house_line_items WHERE campaign_id = $1 FOR UPDATE', [campaignId]);
  return async () => {
    await other.query('ROLLBACK');
    await other.end();
  };
}

test('every phase is stopped with a proof, and what is not is said to be so', async () => {
  const { driver, admin, db, temporal } = whole;
  const [ada, neighbour] = [await whole.advertiser(), await whole.advertiser()];
  await db.user.updateMany({ where: { id: { in: [ada.id, neighbour.id] } }, data: { plan: 'business' } });
  const submitted = async () => {
    const { id } = await driver.draft(ada, LONG);
    await driver.content(ada, id);
    return driver.act(ada, id, 'submit');
  };
  const approved = async (over: Record<string, unknown>) =>
    driver.decide(admin, (await driver.paid(ada, admin, over)).id);
  const hisOwn = await driver.active(neighbour, admin, LONG);
  const ended = await driver.draft(ada, LONG);
  await driver.act(ada, ended.id, 'cancel', { reason: 'No longer wanted.' });
  const [active, paused, mute, gone, scheduled, pending, unpaid, review] = await Promise.all([
    driver.active(ada, admin, LONG),
    driver.active(ada, admin, LONG),
    driver.active(ada, admin, LONG),
    driver.active(ada, admin, LONG),
    approved({ start_date: inDays(1_500), ...LONG }),
    driver.paid(ada, admin, LONG),
    driver.approvedDraft(ada, admin, LONG),
    submitted(),
  ]);
  expect(scheduled.phase).toBe('scheduled');
  await driver.act(ada, paused.id, 'pause', { reason: 'Sold out' });
  await driver.until(ada, paused.id, ({ delivery }) => delivery === 'paused');
  await temporal.workflow.getHandle(campaignWorkflowId(gone.id)).terminate('by hand');
  const starting = await driver.paid(ada, admin, LONG);
  const blocks = [await blockPlatform(mute.id), await blockPlatform(starting.id)];
  await driver.decide(admin, starting.id);
  await driver.until(ada, starting.id, ({ phase }) => phase === 'activating');
  const draft = await driver.draft(ada, LONG);
  const broken = await reserve(ada);
  await db.campaign.update({ where: { id: broken }, data: { view: {} } });
  const reserved = await reserve(ada);
  expect(await db.campaign.findUnique({ where: { id: reserved } })).toMatchObject({ version: 0 });

  const begun = Date.now();
  const stopped = await stop(ada, 6_000);
  expect(Date.now() - begun).toBeLessThan(8_000);
  expect(proofs(stopped)).toEqual({
    [active.id]: 'confirmed',
    [paused.id]: 'confirmed',
    [mute.id]: 'not_stopped',
    [gone.id]: 'not_stopped',
    [starting.id]: 'not_stopped',
    [scheduled.id]: 'held',
    [pending.id]: 'held',
    [unpaid.id]: 'held',
    [review.id]: 'held',
    [draft.id]: 'held',
    [reserved]: 'held',
    [broken]: 'never_started',
  });
  const said = details(stopped);
  expect(said.get(mute.id)).toMatch(/held, but the platform has not confirmed/);
  expect(said.get(starting.id)).toMatch(/activation is not over.* may deliver/);
  expect(said.get(gone.id)).toMatch(/workflow was terminated/);
  expect(said.get(scheduled.id)).toMatch(/held while it is in scheduled/);
  expect(await lineOf(active.id)).toMatchObject({ status: 'paused' });
  expect(await driver.read(neighbour, hisOwn.id)).toMatchObject({ holds: [], delivery: 'delivering' });
  await db.campaign.delete({ where: { id: broken } });

  // The platform is back: the same command proves what it could not.
  for (const release of blocks) await release();
  const again = await stop(ada, 30_000);
  expect(proofs(again)).toMatchObject({ [mute.id]: 'confirmed', [starting.id]: 'confirmed' });
  expect(await lineOf(starting.id)).toMatchObject({ status: 'paused' });
  expect(proofs(again)[gone.id]).toBe('not_stopped');
  expect(await driver.read(ada, active.id)).toMatchObject({
    holds: [{ by: 'admin', reason: 'All campaigns of this account were stopped.' }],
  });
  const told = await ops(whole, 'stop-account', ada.id);
  expect(told.output).toContain(`${gone.id}  NOT STOPPED: It is open by its row`);
  expect(told.output).toContain(`${active.id}  stopped, confirmed by the platform: Version`);
  expect(told.output).toContain(`${pending.id}  held: Version`);
  expect(told.output).toMatch(/\d+ campaigns, 1 not stopped/);
  expect(told.code).toBe(1);

  // What was held before it ran gets to its flight, and delivers nothing.
  await driver.decide(admin, pending.id);
  await driver.act(ada, scheduled.id, 'flight', { start_date: inDays(1) });
  for (const { id } of [pending, scheduled]) {
    await driver.until(ada, id, ({ phase }) => phase === 'active');
    expect(await driver.read(ada, id)).toMatchObject({ status: 'paused', delivery: 'paused' });
    expect(await lineOf(id)).toMatchObject({ status: 'paused' });
  }
  // An admin lifts it, one by one.
  await driver.act(admin, pending.id, 'resume');
  await driver.until(ada, pending.id, ({ delivery }) => delivery === 'delivering');

  const records = await db.auditEntry.findMany({ where: { action: 'campaigns.stopped', targetId: ada.id } });
  expect(records).toHaveLength(3);
  expect(records[0]).toMatchObject({
    actorId: 'ops',
    after: { [active.id]: 'confirmed', [draft.id]: 'held' },
  });
});

test('an account without anything to stop is stopped, and the command says so', async () => {
  const { driver } = whole;
  const ada = await whole.advertiser();
  await driver.act(ada, (await driver.draft(ada)).id, 'cancel', { reason: 'No longer wanted.' });
  expect(await ops(whole, 'stop-account', ada.id)).toEqual({
    code: 0,
    output: '0 campaigns, 0 not stopped\n',
  });
});

test('what is created while an account is being stopped is held as well', async () => {
  const { driver } = whole;
  const ada = await whole.advertiser();
  const first = await driver.draft(ada);
  let late: Promise<{ id: string }> | undefined;
  const withDeadline: Deps['temporal']['withDeadline'] = async (deadline, call) => {
    late ??= driver.draft(ada);
    await late;
    return deps.temporal.withDeadline(deadline, call);
  };
  const temporal = Object.create(deps.temporal, { withDeadline: { value: withDeadline } });
  const stopped = await stop(ada, 10_000, { temporal });
  const { id } = (await late) ?? { id: '' };
  expect(proofs(stopped)).toEqual({ [first.id]: 'held', [id]: 'held' });
});

test('a Temporal that hangs costs the time that is given, and is said to have stopped nothing', async () => {
  const { driver } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.draft(ada);
  const never = () => new Promise<never>(() => {});
  const temporal = {
    withDeadline: never,
    connection: { withDeadline: never },
  } as unknown as Deps['temporal'];
  const begun = Date.now();
  expect(await stop(ada, 1_000, { temporal })).toEqual([
    { campaignId: id, proof: 'not_stopped', detail: 'There was no answer in time.' },
  ]);
  expect(Date.now() - begun).toBeLessThan(5_000);
});

test('a platform call that was decided before the hold is waited for', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.active(ada, admin, LONG);
  await driver.act(ada, id, 'pause', { reason: 'Sold out' });
  await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
  const release = await blockPlatform(id);
  await driver.act(ada, id, 'resume');
  // Its row says "not delivering" all the while, though a resume is on its way.
  expect(proofs(await stop(ada, 3_000))).toEqual({ [id]: 'not_stopped' });
  await release();
  expect(proofs(await stop(ada, 30_000))).toEqual({ [id]: 'confirmed' });
  expect(await lineOf(id)).toMatchObject({ status: 'paused' });
});

test('rows, workflows, ledger and the books of Stripe agree afterwards', async () => {
  expect(await whole.contradictions()).toEqual([]);
});

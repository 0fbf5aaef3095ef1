/** What ops do beside the Temporal UI, on a whole system whose payloads are encrypted: find what is stuck, mend rows, replay. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { until } from '../../bin/demo/driver';
import { isGood } from '../../bin/test';
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import { ops } from './ops-command';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(120_000);

let whole: WholeSystem;
beforeAll(async () => {
  whole = await wholeSystem({ TEMPORAL_CODEC_KEY: 'a codec key of the tests, thirty-two characters' });
});
afterAll(() => whole?.close());

const handleOf = (id: string) => whole.temporal.workflow.getHandle(campaignWorkflowId(id));

/** Whether the row is what the workflow says. */
async function rowIsRight(id: string): Promise<boolean> {
  const { state, view } = await handleOf(id).query<CampaignSnapshot>(GET_STATE);
  const row = await whole.db.campaign.findUniqueOrThrow({ where: { id } });
  const same = isDeepStrictEqual(row.view, JSON.parse(JSON.stringify(view)));
  return same && row.version === state.version && row.phase === state.phase && row.name === view.brief.name;
}

test('replay takes a whole life, and one that goes on, through the code of today', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.active(ada, admin);
  const open = await ops(whole, 'replay', id);
  expect([open.code, open.output]).toEqual([0, expect.stringMatching(/: \d+ events replay without/)]);
  await whole.endFlight(ada, id);
  await driver.until(ada, id, ({ phase }) => phase === 'completed');
  // Its row is written a moment before its workflow closes.
  await handleOf(id).result();
  const { historyLength } = await handleOf(id).describe();
  const closed = await ops(whole, 'replay', id);
  expect(closed.code).toBe(0);
  expect(closed.output).toContain(`campaign/${id}: ${historyLength} events replay without a difference\n`);
});

test('reproject writes what the workflow says over a row that says something else, one or all', async () => {
  const { driver, db } = whole;
  const ada = await whole.advertiser();
  const [one, other] = [await driver.draft(ada), await driver.draft(ada)];
  const spoil = async (id: string, version: number) => {
    const view = { ...one, phase: 'active' };
    await db.campaign.update({ where: { id }, data: { version, phase: 'active', name: 'Spoilt', view } });
    expect(await rowIsRight(id)).toBe(false);
  };
  // A row that is ahead, as after a restore of an older Temporal, and one that is behind.
  await spoil(one.id, 99);
  expect(await ops(whole, 'reproject', one.id)).toEqual({ code: 0, output: `${one.id}  version 1\n` });
  expect(await rowIsRight(one.id)).toBe(true);

  await driver.act(ada, other.id, 'cancel', { reason: 'No longer wanted.' });
  await Promise.all([spoil(one.id, 99), spoil(other.id, 1)]);
  const all = await ops(whole, 'reproject');
  expect(all.code).toBe(0);
  expect(all.output).toContain(`${one.id}  version 1\n`);
  expect(all.output).toContain(`${other.id}  version 2\n`);
  expect(await Promise.all([rowIsRight(one.id), rowIsRight(other.id)])).toEqual([true, true]);
});

test('stuck names who waits too long for an admin, and where rows and workflows differ', async () => {
  const { driver, db } = whole;
  const ada = await whole.advertiser();
  const [waits, terminated, hidden] = await Promise.all([
    driver.draft(ada, { name: 'Waits for a day' }),
    driver.draft(ada),
    driver.draft(ada),
  ]);
  await driver.content(ada, waits.id);
  await driver.act(ada, waits.id, 'submit');
  const calm = await until(
    () => ops(whole, 'stuck'),
    ({ output }) => output.includes(waits.id),
    ({ output }) => output,
  );
  expect(calm.code).toBe(0);
  expect(calm.output).toMatch(/media_review {2}waits for an admin since .* {2}Waits for a day/);
  expect(calm.output).not.toContain('open workflow, but');

  await handleOf(terminated.id).terminate('by hand');
  await db.campaign.update({ where: { id: hidden.id }, data: { over: true } });
  // Temporal lists what was closed a moment later.
  const stuck = await until(
    () => ops(whole, 'stuck'),
    ({ output }) => output.includes(terminated.id),
    ({ output }) => output,
  );
  expect(stuck.code).toBe(1);
  expect(stuck.output).toContain(`${terminated.id}  is open by its row, but has no open workflow`);
  expect(stuck.output).toContain(`${hidden.id}  has an open workflow, but no open row`);
  expect((await ops(whole, 'reproject', hidden.id)).code).toBe(0);
  expect((await ops(whole, 'stuck')).output).not.toContain(hidden.id);
});

test('inbox names events that nobody understands and what overtook them, and has one tried again', async () => {
  const { db } = whole;
  expect(await ops(whole, 'inbox')).toEqual({ code: 0, output: '0 parked, 0 failing\n' });
  const message = (object: object, attempts: number) => {
    const id = `evt_${randomUUID()}`;
    const payload = { id, object: 'event', type: 'charge.refunded', created: 1, data: { object } };
    const row = { source: 'stripe', externalId: id, kind: payload.type, key: 'pi_ops', attempts, payload };
    return db.inboxMessage.create({ data: row });
  };
  // A charge without an intent is none of ours.
  const none = { amount_refunded: 5, currency: 'usd' };
  const broken = await message({ ...none, amount_refunded: 'five' }, 9);
  const later = await message(none, 0);
  await until(
    () => db.inboxMessage.findUniqueOrThrow({ where: { id: later.id } }),
    ({ handledAt }) => handledAt !== null,
    ({ outcome }) => String(outcome),
  );
  const said = await ops(whole, 'inbox');
  expect(said.code).toBe(1);
  expect(said.output).toContain(
    `${broken.id}  stripe charge.refunded ${broken.externalId}  parked: /amount_refunded: `,
  );
  expect(said.output).toContain(
    `    overtaken by ${later.id}  charge.refunded ${later.externalId}  ignored\n`,
  );
  expect(said.output).toContain('1 parked, 0 failing\n');

  await db.inboxMessage.update({ where: { id: broken.id }, data: { payload: later.payload ?? {} } });
  expect((await ops(whole, 'inbox', String(broken.id))).code).toBe(0);
  await until(
    () => ops(whole, 'inbox'),
    ({ code }) => code === 0,
    ({ output }) => output,
  );
  const audited = { action: 'inbox.retried', targetId: String(broken.id) };
  expect(await db.auditEntry.findMany({ where: audited })).toMatchObject([
    { actorKind: 'system', actorId: 'ops' },
  ]);
  expect(await ops(whole, 'inbox', String(broken.id))).toMatchObject({ code: 1 });
});

test('rows, workflows, ledger and the books of Stripe agree afterwards', async () => {
  expect(await whole.contradictions()).toEqual([]);
});

test('a run of tests of which one was skipped is not a good one', () => {
  const all = { passed: 3, failed: 0, skipped: 0 };
  expect(isGood(all)).toBe(true);
  for (const other of [{ skipped: 1 }, { failed: 1 }, { passed: 0 }])
    expect(isGood({ ...all, ...other })).toBe(false);
});

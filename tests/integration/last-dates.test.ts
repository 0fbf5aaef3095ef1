/** A campaign whose flight ends on the last date that is taken, on the whole system in real time: it stays readable and obeys. */
import { z } from 'zod';
import { TARGETING } from '../../bin/demo/driver';
import { campaignWorkflowId } from '../../contracts/campaign';
import { searchAttributes } from '../../contracts/search-attributes';
import { LAST_DATE } from '../../domain/time';
import { Campaigns } from '../../schemas/campaigns';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(60_000);

let whole: WholeSystem;
beforeAll(async () => {
  whole = await wholeSystem({ ADFLIGHT_TIME_SCALE: '1' });
}, 120_000);
afterAll(() => whole?.close());

const Refusal = z.looseObject({ errors: z.array(z.looseObject({ path: z.string() })).optional() });
/** As long as a name can be, in characters of many bytes. */
const NAME = '広'.repeat(255);

test('it is paid, runs, is listed, refuses a later end, pauses, moves and is cancelled', async () => {
  const { driver, admin, temporal } = whole;
  const ada = await whole.advertiser();
  const { token } = ada;
  const { id } = await driver.draft(ada, { name: NAME, targeting: TARGETING, end_date: LAST_DATE });
  await driver.content(ada, id);
  await driver.act(ada, id, 'submit');
  await driver.approveMedia(admin, id);
  await driver.press(await driver.checkout(ada, id), 'pay');
  await driver.until(ada, id, ({ phase }) => phase === 'pending_approval');
  await driver.decide(admin, id);
  await driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
  for (const person of [ada, admin]) {
    const { items, unreadable } = await driver.ask(Campaigns.Answer, 'GET', '/campaigns', {
      token: person.token,
    });
    expect(items).toMatchObject([{ id, name: NAME, end_date: LAST_DATE, phase: 'active' }]);
    expect(unreadable).toBeUndefined();
  }
  for (const end_date of ['9999-12-31', '9999-11-01', '10000-01-01']) {
    const late = await driver.call('POST', `/campaigns/${id}/flight`, { token, body: { end_date } });
    expect([late.status, Refusal.parse(late.body).errors?.[0]?.path]).toEqual([422, '/end_date']);
  }
  const { typedSearchAttributes } = await temporal.workflow.getHandle(campaignWorkflowId(id)).describe();
  expect(typedSearchAttributes.get(searchAttributes.flightEnd)?.getUTCFullYear()).toBe(9999);
  expect(await driver.act(ada, id, 'pause', { reason: 'A while' })).toMatchObject({ delivery: 'pausing' });
  await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
  const moved = await driver.act(ada, id, 'flight', { end_date: '9998-12-31' });
  expect(moved.end_date).toBe('9998-12-31');
  await driver.act(ada, id, 'cancel', { reason: 'Enough' });
  await driver.until(ada, id, ({ phase }) => phase === 'cancelled');
  expect(await whole.contradictions()).toEqual([]);
});

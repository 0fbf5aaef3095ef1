/** The life of campaigns over HTTP against the whole system; and everything that must be refused and change nothing. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readInbox } from '../../adapters/mail/inbox';
import type { Asked } from '../../bin/demo/api';
import { inDays, type Person, TARGETING, until } from '../../bin/demo/driver';
import { Viewer } from '../../bin/demo/viewer';
import { openDeps } from '../../bin/deps';
import { loadConfig } from '../../infra/config';
import { createLogger } from '../../infra/log';
import { NewApiKeyAnswer } from '../../schemas/api-keys';
import { AuditEntries } from '../../schemas/audit';
import { Timeline } from '../../schemas/campaigns';
import { SummaryAnswer } from '../../schemas/metrics';
import { Notifications } from '../../schemas/notifications';
import { QuoteAnswer } from '../../schemas/pricing';
import { createCampaign } from '../../services/campaigns/create';
import { sign } from '../../simulators/stripe/webhooks';
import { WEBHOOK_SECRET, type WholeSystem, wholeSystem } from './system';

jest.setTimeout(60_000);

let whole: WholeSystem;
beforeAll(async () => {
  whole = await wholeSystem();
}, 120_000);
afterAll(() => whole?.close());

const body = (over: Record<string, unknown> = {}) => ({
  name: 'Bread',
  objective: 'traffic',
  targeting: TARGETING,
  budget_lifetime: 50_000,
  end_date: inDays(30),
  ...over,
});
const Problem = z.looseObject({
  code: z.string(),
  errors: z.array(z.object({ path: z.string() })).default([]),
});

/** The refusal's status, code and first field. */
async function refusal(method: string, path: string, asked: Asked): Promise<[number, string, string?]> {
  const answer = await whole.driver.call(method, path, asked);
  const { code, errors } = Problem.parse(answer.body);
  return errors[0] ? [answer.status, code, errors[0].path] : [answer.status, code];
}

test('the standard life: quoted, reviewed, paid, run, paused, completed, reported, and told', async () => {
  const { driver, admin, viewer } = whole;
  const ada = await whole.advertiser();
  const { token } = ada;
  const wanted = { ...TARGETING, objective: 'traffic', currency: 'USD', budget_lifetime: 50_000 };
  const quote = await driver.ask(QuoteAnswer, 'POST', '/pricing/calculate', { token, body: wanted });
  const { id, ...draft } = await driver.draft(ada);
  expect(draft).toMatchObject({ phase: 'draft', status: 'draft', delivery: 'off', version: 1 });
  const { mediaId } = await driver.content(ada, id);
  const submitted = await driver.act(ada, id, 'submit', { quote_id: quote.id });
  expect(submitted).toMatchObject({ review: 'media', status: 'draft', quote_id: quote.id });
  expect(submitted.revision?.media).toEqual([{ media_id: mediaId, decision: 'pending', reason: null }]);
  const reviewed = await driver.approveMedia(admin, id);
  expect(reviewed).toMatchObject({ payment: 'due', amount_due: quote.total, waiting_for: 'payment' });

  const session = await driver.checkout(ada, id);
  expect(await driver.checkout(ada, id)).toEqual(session);
  await driver.press(session, 'pay');
  const paid = await driver.until(ada, id, ({ phase }) => phase === 'pending_approval');
  expect(paid).toMatchObject({
    status: 'pending',
    payment: 'paid',
    amount_paid: quote.total,
    review: 'campaign',
  });
  await driver.decide(admin, id);
  const active = await driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
  expect(active).toMatchObject({ status: 'active', live_revision: submitted.revision?.hash });

  const ads = await viewer.adsOf(id, 12);
  for (const ad of ads) await viewer.show(ad);
  // Shown twice is counted once.
  if (ads[0]) await viewer.show(ads[0]);
  if (ads[0]) expect(await viewer.click(ads[0])).toBe(`https://bakery.example/?click=${ads[0].decision_id}`);
  const counted = await until(
    () => driver.ask(SummaryAnswer, 'GET', `/campaigns/${id}/metrics/summary`, { token }),
    ({ impressions, clicks }) => impressions >= 12 && clicks >= 1,
    (found) => JSON.stringify(found),
  );
  expect(counted).toMatchObject({ impressions: 12, clicks: 1, invalid: 1 });

  expect(await driver.act(ada, id, 'pause', { reason: 'Sold out' })).toMatchObject({ delivery: 'pausing' });
  const paused = await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
  expect(paused).toMatchObject({ status: 'paused', phase: 'active' });
  await driver.act(ada, id, 'resume');
  await driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
  await whole.endFlight(ada, id);
  const over = await driver.until(ada, id, ({ phase }) => phase === 'completed');
  expect(over).toMatchObject({ status: 'completed', delivery: 'off', waiting_for: null });
  const report = await driver.call('GET', `/campaigns/${id}/report`, { token });
  expect(report.body).toMatchObject({ impressions: 12, clicks: 1, billed_units: 12, ending: 'flight_over' });

  const timeline = await driver.ask(Timeline.Whole, 'GET', `/campaigns/${id}/timeline?limit=100`, { token });
  const events = timeline.items.reverse().filter(({ event }) => event !== 'review.overdue');
  expect(events.map(({ event, by }) => `${event} ${by}`)).toEqual([
    'campaign.created user',
    'campaign.submitted user',
    'media.approved admin',
    'payment.requested user',
    'payment.received stripe',
    'campaign.approved admin',
    'campaign.activated system',
    'campaign.pausing user',
    'campaign.paused system',
    'campaign.resumed user',
    'campaign.delivery_confirmed system',
    'campaign.flight_changed user',
    'campaign.completing system',
    'campaign.completed system',
  ]);

  const told = ['media.approved', 'payment.received', 'campaign.approved', 'campaign.activated'];
  const expected = [...told, 'campaign.completed', 'refund.processing', 'refund.succeeded'].sort();
  const { items } = await until(
    () => driver.ask(Notifications.Whole, 'GET', '/notifications?limit=100', { token }),
    (found) => found.total >= expected.length,
    (found) => found.items.map(({ type }) => type).join(', '),
  );
  expect(items.map(({ type }) => type).sort()).toEqual(expected);
  const mails = await until(
    async () => (await readInbox(whole.mailDir, 1_000)).filter(({ recipient }) => recipient === ada.email),
    (found) => found.length >= 7,
    (found) => found.map(({ subject }) => subject).join(', '),
  );
  expect(new Set(mails.map(({ id: mail }) => mail)).size).toBe(7);
  expect(mails.map(({ subject }) => subject)).toContain('Your campaign is completed');
});

test('a flight with a start waits for it; media that were rejected come back, and need one look', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.draft(ada, { start_date: inDays(2), end_date: inDays(400) });
  const { mediaId } = await driver.content(ada, id);
  const { revision } = await driver.act(ada, id, 'submit');
  const decision = { campaign_id: id, revision: revision?.hash, decision: 'rejected' };
  const review = (reason?: string) =>
    driver.call('POST', `/media/${mediaId}/review`, {
      token: admin.token,
      body: { ...decision, ...(reason && { reason }) },
    });
  expect((await review()).status).toBe(422);
  expect((await review('Too blurred')).body).toMatchObject({ phase: 'draft' });
  await driver.act(ada, id, 'submit');
  await driver.approveMedia(admin, id);
  await driver.press(await driver.checkout(ada, id), 'pay');
  await driver.until(ada, id, ({ phase }) => phase === 'pending_approval');
  const approved = await driver.decide(admin, id);
  expect(['scheduled', 'activating', 'active']).toContain(approved.phase);
  const active = await driver.until(ada, id, ({ phase }) => phase === 'active');
  expect(Date.parse(active.updated_at)).toBeGreaterThanOrEqual(Date.parse(active.start_at ?? ''));
});

test('the audit log says of each decision who asked for it, from where, with which key, and what it was before', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.draft(ada, { tags: ['bakery'], end_date: inDays(20) });
  const keyed = { name: 'Robot', scopes: ['campaigns:write'] };
  const { id: keyId, key } = await driver.ask(NewApiKeyAnswer, 'POST', '/api-keys', {
    token: ada.token,
    body: keyed,
  });
  const edited = await driver.call('PATCH', `/campaigns/${id}`, {
    headers: { 'X-API-Key': key, 'X-Request-Id': `edit-${id}` },
    body: { name: 'Rolls', tags: ['bakery', 'rolls'] },
  });
  expect(edited.status).toBe(200);
  await driver.act(ada, id, 'budget', { budget_daily: 2_500 });
  await driver.act(ada, id, 'flight', { end_date: inDays(25) });
  const audited = await driver.ask(AuditEntries.Whole, 'GET', `/admin/audit?target_id=${id}`, admin);
  const [flight, budget, edit, created, reserved] = audited.items;
  const who = { actor_kind: 'user', actor_id: ada.id, address: expect.stringContaining('127.0.0.1') };
  const byHand = { ...who, target_kind: 'campaign', target_id: id, api_key_id: null };
  expect(reserved).toMatchObject({ ...byHand, action: 'campaign.reserved' });
  // The workflow's echo of the reservation: it came by no request of its own.
  expect(created).toMatchObject({ ...byHand, address: null, action: 'campaign.created' });
  expect(edit).toEqual({
    ...byHand,
    id: expect.any(String),
    at: expect.any(String),
    action: 'campaign.edited',
    request_id: `edit-${id}`,
    api_key_id: keyId,
    before: { phase: 'draft', name: 'Bread at seven', tags: ['bakery'] },
    after: { phase: 'draft', version: 2, name: 'Rolls', tags: ['bakery', 'rolls'] },
  });
  expect(budget).toMatchObject({
    ...byHand,
    before: { budgetDaily: null },
    after: { budgetDaily: 2_500, version: 3 },
  });
  expect(flight).toMatchObject({
    ...byHand,
    action: 'campaign.flight_changed',
    before: { endDate: inDays(20) },
    after: { endDate: inDays(25) },
  });
});

test('a used-up budget stops delivery; once a raise is paid it goes on', async () => {
  const { driver, admin, system } = whole;
  const ada = await whole.advertiser();
  // Larger campaigns come in proportion: what buys one click needs a place without them.
  const place = { country: 'US', state: 'WA' };
  const placement = { id: 'quiet-corner', name: 'Quiet corner', width: 300, height: 250, formats: ['image'] };
  const made = { token: admin.token, body: { ...placement, ...place } };
  expect((await driver.call('POST', '/admin/placements', made)).status).toBe(201);
  const viewer = new Viewer(system.env.ADSERVER_URL ?? '', placement.id);
  const targeting = { ...TARGETING, places: [place], billed_unit: 'click' };
  const { id } = await driver.active(ada, admin, { budget_lifetime: 60, targeting });
  for (const ad of await viewer.adsOf(id, 1)) {
    await viewer.show(ad);
    await viewer.click(ad);
  }
  const used = await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
  expect(used).toMatchObject({ status: 'paused', holds: [{ by: 'budget_exhausted' }] });
  await driver.act(ada, id, 'budget', { budget_lifetime: 50_000 });
  await driver.press(await driver.checkout(ada, id), 'pay');
  const again = await driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
  expect(again).toMatchObject({ status: 'active', holds: [], amount_paid: 50_000 });
  expect(await viewer.adsOf(id, 1)).toHaveLength(1);
});

test('a flight that delivered too little is extended once, when the advertiser chose so', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.active(ada, admin, { make_good: 'extend' });
  const ended = await whole.endFlight(ada, id);
  const extended = await driver.until(ada, id, ({ version }) => version > ended.version);
  expect(extended.phase).toBe('active');
  expect(Date.parse(extended.end_at ?? '')).toBeGreaterThan(Date.parse(ended.end_at ?? ''));
  await whole.endFlight(ada, id);
  await driver.until(ada, id, ({ phase }) => phase === 'completed');
});

test('a changed creative serves once its revision is approved; until then the live one does', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const { id, live_revision } = await driver.active(ada, admin);
  await driver.content(ada, id);
  const submitted = await driver.act(ada, id, 'submit');
  expect(submitted).toMatchObject({ status: 'active', review: 'media', live_revision });
  expect(submitted.revision?.media.map(({ decision }) => decision).sort()).toEqual(['approved', 'pending']);
  const approved = await driver.approveMedia(admin, id);
  expect(approved).toMatchObject({ review: 'campaign', waiting_for: 'admin', live_revision });
  const live = await driver.decide(admin, id);
  expect(live).toMatchObject({ review: null, waiting_for: 'end', live_revision: submitted.revision?.hash });
  expect(live.live_revision).not.toBe(live_revision);
});

test('a user who is disabled delivers nothing until he is enabled again', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const { id, advertiser_id } = await driver.active(ada, admin);
  const set = (what: 'disable' | 'enable') =>
    driver.call('POST', `/users/${advertiser_id}/${what}`, { token: admin.token });
  expect((await set('disable')).status).toBe(200);
  const held = await driver.until(admin, id, ({ delivery }) => delivery === 'paused');
  expect(held).toMatchObject({ status: 'paused', holds: [{ by: 'account_disabled' }] });
  expect((await set('enable')).status).toBe(200);
  await driver.until(admin, id, ({ delivery, holds }) => delivery === 'delivering' && holds.length === 0);
});

test('a campaign that is over answers its own creation with what became of it, and its report with nothing', async () => {
  const { driver } = whole;
  const ada = await whole.advertiser();
  const again = { token: ada.token, body: body({ id: randomUUID() }) };
  const { id } = z.object({ id: z.uuid() }).parse((await driver.call('POST', '/campaigns', again)).body);
  await driver.act(ada, id, 'cancel');
  await driver.until(ada, id, ({ status }) => status === 'cancelled');
  const repeated = await driver.call('POST', '/campaigns', again);
  expect([repeated.status, repeated.body]).toMatchObject([201, { id, status: 'cancelled' }]);
  const report = await driver.call('GET', `/campaigns/${id}/report`, { token: ada.token });
  expect(report.body).toMatchObject({ ending: 'cancelled', delivered: 0, impressions: 0, days: [] });
});

describe('bad input is refused by name, and leaves nothing behind', () => {
  let ada: Person;
  beforeAll(async () => {
    ada = await whole.advertiser();
  });
  afterAll(async () => {
    expect(await whole.db.campaign.count({ where: { advertiserId: ada.id } })).toBe(0);
  });

  test.each([
    ['a budget of nothing', { budget_lifetime: 0 }, '/budget_lifetime'],
    ['a negative budget', { budget_lifetime: -1 }, '/budget_lifetime'],
    ['more than any budget', { budget_lifetime: 1e18 }, '/budget_lifetime'],
    ['less than one payment can be', { budget_lifetime: 49 }, '/budget_lifetime'],
    ['more than one payment can be', { budget_lifetime: 100_000_000 }, '/budget_lifetime'],
    ['a fraction of a cent', { budget_lifetime: 12.5 }, '/budget_lifetime'],
    ['a budget in words', { budget_lifetime: '50000' }, '/budget_lifetime'],
    ['a fractional daily budget', { budget_daily: 0.1 }, '/budget_daily'],
    ['an end before the start', { start_date: inDays(9), end_date: inDays(8) }, '/end_date'],
    ['an end in the past', { end_date: inDays(-3) }, '/end_date'],
    ['a start in the past', { start_date: inDays(-3) }, '/start_date'],
    ['a day that is none', { end_date: '2027-02-30' }, '/end_date'],
    ['no end', { end_date: null }, '/end_date'],
    ['no name', { name: '  ' }, '/name'],
    ['an unknown objective', { objective: 'fame' }, '/objective'],
    ['an unknown member', { colour: 'red' }, ''],
  ])('%s', async (_, over, path) => {
    const { token } = ada;
    const [status, code, field] = await refusal('POST', '/campaigns', { token, body: body(over) });
    expect([status, code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(field).toContain(path);
  });

  test.each([
    ['region', { places: [{ country: 'US', state: 'ZZ' }] }, 'UNKNOWN_REGION'],
    ['industry', { industry: 'alchemy' }, 'UNKNOWN_INDUSTRY'],
  ])('a quote for an unknown %s', async (_, over, code) => {
    const asked = { ...TARGETING, objective: 'traffic', currency: 'USD', budget_lifetime: 1_000, ...over };
    expect((await refusal('POST', '/pricing/calculate', { body: asked })).slice(0, 2)).toEqual([422, code]);
  });

  test('a time zone that is none, and an ad account that is not there', async () => {
    const account = {
      email: `${randomUUID()}@example.com`,
      password: 'correct horse battery',
      full_name: 'Ada',
    };
    const zoned = { body: { ...account, time_zone: 'Mars/Olympus' } };
    expect(await refusal('POST', '/auth/register', zoned)).toEqual([422, 'VALIDATION_FAILED', '/time_zone']);
    const { token } = ada;
    const foreign = { token, body: body({ ad_account_id: randomUUID() }) };
    expect(await refusal('POST', '/campaigns', foreign)).toEqual([404, 'NOT_FOUND']);
  });
});

describe('what a campaign does not allow changes nothing', () => {
  let ada: Person;
  let id: string;
  beforeAll(async () => {
    const { driver } = whole;
    ada = await whole.advertiser();
    ({ id } = await driver.draft(ada));
    await driver.content(ada, id);
    await driver.act(ada, id, 'submit');
  });
  afterEach(async () => {
    expect(await whole.driver.read(ada, id)).toMatchObject({ phase: 'media_review', version: 2 });
  });
  const ask = (path: string, asked: object, who = ada, headers = {}) =>
    refusal('POST', path, { token: who.token, body: asked, headers });

  test.each([
    ['pause', {}],
    ['resume', {}],
    ['submit', {}],
    ['budget', { budget_lifetime: 60_000 }],
  ])('%s in the wrong phase', async (verb, asked) => {
    expect(await ask(`/campaigns/${id}/${verb}`, asked)).toEqual([409, 'WRONG_PHASE']);
  });

  test('a checkout, and an approval, in the wrong phase', async () => {
    expect(await ask('/payment/create-checkout-session', { campaign_id: id })).toEqual([409, 'WRONG_PHASE']);
    const decision = { revision: 'a'.repeat(64), decision: 'approved' };
    expect(await ask(`/campaigns/${id}/review`, decision, whole.admin)).toEqual([409, 'WRONG_PHASE']);
  });

  test('a review of a revision that is not the one under review, or of another media item', async () => {
    const { revision } = await whole.driver.read(ada, id);
    const media = revision?.media[0]?.media_id;
    const stale = { campaign_id: id, revision: 'b'.repeat(64), decision: 'approved' };
    expect(await ask(`/media/${media}/review`, stale, whole.admin)).toEqual([409, 'STALE_REVIEW']);
    const other = await whole.driver.draft(ada);
    const { mediaId } = await whole.driver.content(ada, other.id);
    const wrong = { ...stale, revision: revision?.hash };
    expect(await ask(`/media/${mediaId}/review`, wrong, whole.admin)).toEqual([409, 'MEDIA_NOT_IN_REVIEW']);
  });

  test("another's campaign does not exist, and an advertiser approves nothing", async () => {
    const eve = await whole.advertiser();
    for (const verb of ['submit', 'pause', 'cancel'])
      expect(await ask(`/campaigns/${id}/${verb}`, {}, eve)).toEqual([404, 'NOT_FOUND']);
    expect(await refusal('GET', `/campaigns/${id}`, { token: eve.token })).toEqual([404, 'NOT_FOUND']);
    expect(await ask('/payment/create-checkout-session', { campaign_id: id }, eve)).toEqual([
      404,
      'NOT_FOUND',
    ]);
    const decision = { revision: 'a'.repeat(64), decision: 'approved' };
    expect(await ask(`/campaigns/${id}/review`, decision)).toEqual([403, 'FORBIDDEN']);
  });

  test('a version that has moved on, and dates in the past', async () => {
    const late = { 'if-match': '"1"' };
    expect(await ask(`/campaigns/${id}/cancel`, {}, ada, late)).toEqual([409, 'VERSION_CONFLICT']);
    const past = { end_date: inDays(-3) };
    expect((await ask(`/campaigns/${id}/flight`, past)).slice(0, 2)).toEqual([422, 'VALIDATION_FAILED']);
  });
});

test('a draft with nothing to serve, or for an unknown region, is not submitted', async () => {
  const { driver } = whole;
  const ada = await whole.advertiser();
  const targeting = { ...TARGETING, places: [{ country: 'US', state: 'ZZ' }] };
  const { id } = await driver.draft(ada, { targeting });
  const submit = () => refusal('POST', `/campaigns/${id}/submit`, { token: ada.token, body: {} });
  expect(await submit()).toEqual([422, 'NOTHING_TO_SERVE']);
  await driver.content(ada, id);
  expect((await submit())[1]).toBe('UNKNOWN_REGION');
  expect(await driver.read(ada, id)).toMatchObject({ phase: 'draft', version: 1 });
});

describe('webhooks', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  const send = (raw: string, signature?: string) =>
    whole.driver.call('POST', '/payment/webhook', {
      body: raw,
      ...(signature && { headers: { 'stripe-signature': signature } }),
    });
  const Event = z.looseObject({
    id: z.string(),
    type: z.string(),
    data: z.object({ object: z.looseObject({ id: z.string() }) }),
  });

  test('one that Stripe did not just send is refused and changes nothing; the true one counts once', async () => {
    const { driver, admin, db } = whole;
    const ada = await whole.advertiser();
    const { id, version } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await whole.sim(z.unknown(), 'webhooks', { mode: 'hold' });
    await driver.press(session, 'pay');
    const events = await whole.objects(Event, 'event');
    const event = events.find(({ data }) => data.object.id === session.session_id);
    const raw = JSON.stringify(event);
    const before = await db.inboxMessage.count();
    const forgeries = [
      send(raw),
      send(raw, 'nonsense'),
      send(raw, sign(raw, 'whsec_another', now())),
      send(raw, sign(raw, WEBHOOK_SECRET, now() - 305)),
      send(raw, sign(raw, WEBHOOK_SECRET, now() + 400)),
      send(raw.replace('50000', '50001'), sign(raw, WEBHOOK_SECRET, now())),
    ];
    const answers = await Promise.all(forgeries);
    expect(answers.map(({ status, body: problem }) => [status, Problem.parse(problem).code])).toEqual(
      forgeries.map(() => [400, 'SIGNATURE_INVALID']),
    );
    expect(await db.inboxMessage.count()).toBe(before);
    expect(await driver.read(ada, id)).toMatchObject({ phase: 'awaiting_payment', version: version + 1 });

    // Late facts first, then the same three times at once.
    await whole.sim(z.unknown(), 'webhooks/flush', { reversed: true });
    const signature = sign(raw, WEBHOOK_SECRET, now());
    const twice = await Promise.all([send(raw, signature), send(raw, signature), send(raw, signature)]);
    expect(twice.map(({ status }) => status)).toEqual([200, 200, 200]);
    await whole.sim(z.unknown(), 'webhooks', { mode: 'normal' });
    const paid = await driver.until(ada, id, ({ phase }) => phase === 'pending_approval');
    expect(paid).toMatchObject({ amount_paid: 50_000, version: version + 2 });
    expect(await db.inboxMessage.count({ where: { externalId: event?.id ?? '' } })).toBe(1);
    const where = { referenceType: 'payment', referenceId: session.payment_id };
    expect(await db.ledgerTransaction.count({ where })).toBe(1);
  });
});

describe('what is asked again', () => {
  test('a closed campaign says that it is over, and how it ended', async () => {
    const { driver } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.draft(ada);
    await driver.act(ada, id, 'cancel');
    for (const verb of ['submit', 'pause', 'cancel']) {
      const asked = { token: ada.token, body: {} };
      const { status, body: problem } = await driver.call('POST', `/campaigns/${id}/${verb}`, asked);
      expect([status, problem]).toEqual([
        409,
        expect.objectContaining({ code: 'CAMPAIGN_CLOSED', phase: 'cancelled' }),
      ]);
    }
  });

  test('the same key gets the same answer, also from another API process and without the kept answer', async () => {
    const { driver, admin, db, system } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    const headers = { 'idempotency-key': randomUUID() };
    const pause = (reason: string) =>
      driver.call('POST', `/campaigns/${id}/pause`, { token: ada.token, body: { reason }, headers });
    const first = await pause('Sold out');
    expect(first.body).toMatchObject({ delivery: 'pausing', status: 'paused' });
    await driver.until(ada, id, ({ delivery }) => delivery === 'paused');

    const api = system.parts.get('api');
    await api?.kill();
    await api?.up();
    expect((await pause('Sold out')).body).toEqual(first.body);
    expect((await pause('Another reason')).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    await db.idempotencyKey.deleteMany({ where: { key: headers['idempotency-key'] } });
    expect((await pause('Sold out')).body).toEqual(first.body);
    expect((await driver.read(ada, id)).holds).toHaveLength(1);
  });

  test('a key makes one campaign; of two that want the last place of a plan one gets it', async () => {
    const { driver, db } = whole;
    const ada = await whole.advertiser();
    const create = (key: string, over = {}) =>
      driver.call('POST', '/campaigns', {
        token: ada.token,
        body: body(over),
        headers: { 'idempotency-key': key },
      });
    const keys = [randomUUID(), randomUUID()];
    const [one, same] = await Promise.all([create(keys[0] ?? ''), create(keys[0] ?? '')]);
    expect([one?.status, same?.status]).toEqual([201, 201]);
    expect(same?.body).toEqual(one?.body);
    await create(keys[1] ?? '');
    const last = await Promise.all([create(randomUUID()), create(randomUUID())]);
    expect(last.map(({ status }) => status).sort()).toEqual([201, 403]);
    expect(await db.campaign.count({ where: { advertiserId: ada.id } })).toBe(3);
  });

  test('a reservation whose API died before it started the workflow is started by the relay', async () => {
    const { driver, system } = whole;
    const ada = await whole.advertiser();
    const { deps, close } = openDeps(loadConfig(system.env), createLogger('test', 'silent'));
    const died = new Error('the process died');
    // Everything else of Temporal's client is never reached.
    const temporal = {
      withDeadline: () => Promise.reject(died),
    } as unknown as typeof deps.temporal;
    const caller = { userId: ada.id, role: 'advertiser', address: '127.0.0.1' } as const;
    const context = { ...deps, temporal, caller, requestId: randomUUID(), idempotencyKey: randomUUID() };
    const input = { ...body(), tags: [], make_good: 'refund', optimization: 'off' };
    const creation = createCampaign.call(
      context,
      input as unknown as Parameters<typeof createCampaign.call>[1],
    );
    await expect(creation).rejects.toThrow(died);
    await close();
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse((await driver.call('GET', '/campaigns', { token: ada.token })).body);
    const started = await driver.until(ada, items[0]?.id ?? '', ({ version }) => version > 0);
    expect(started).toMatchObject({ phase: 'draft', version: 1 });
  });
});

test('rows, workflows, ledger and the books of Stripe agree on all campaigns of the suite', async () => {
  expect(await whole.contradictions()).toEqual([]);
  expect(await whole.db.campaign.count()).toBeGreaterThan(8);
});

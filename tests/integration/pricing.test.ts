/** Quotes over HTTP, prices frozen for campaigns under contention, and the price list in the hands of admins. */
import { randomUUID } from 'node:crypto';
import { DAY, HOUR } from '../../domain/time';
import { seed } from '../../prisma/seed/seed';
import { QuoteRequest, toConfiguration } from '../../schemas/pricing';
import { freezeQuote } from '../../services/pricing/freeze-quote';
import { inTransaction } from '../../store/transaction';
import { expectConforms } from './conforms';
import { type Api, type Asked, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let admin: string;
let clock = Date.now();

beforeAll(async () => {
  database = await freshDatabase();
  await seed(database.db);
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
  admin = (await api.signIn('admin')).token;
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(() => {
  clock = Date.now();
});

async function call(method: string, path: string, asked: Asked = {}) {
  const answer = await api.call(method, path, asked);
  expectConforms(answer);
  return answer;
}

const asked = (changes: object = {}) => ({
  industry: 'retail',
  coverage_type: 'city',
  places: [{ country: 'US', state: 'TX', city: 'austin' }],
  objective: 'traffic',
  billed_unit: 'impression',
  currency: 'USD',
  budget_lifetime: 50_000,
  ...changes,
});
const calculate = (changes: object = {}, token?: string) =>
  call('POST', '/pricing/calculate', { body: asked(changes), token });
const configurationOf = (changes: object = {}) => toConfiguration(QuoteRequest.parse(asked(changes)));

/** A campaign's row, as a reservation leaves it. */
async function campaignOf(advertiserId: string): Promise<string> {
  const id = randomUUID();
  const now = new Date(clock);
  await database.db.campaign.create({
    data: {
      ...{
        id,
        advertiserId,
        adAccountId: randomUUID(),
        channel: 'house',
        name: 'One',
        objective: 'traffic',
        tags: [],
      },
      ...{ phase: 'draft', status: 'draft', over: false, version: 0, currency: 'USD', timeZone: 'UTC' },
      ...{ waitingSince: now, view: {}, targeting: {}, fingerprint: id },
    },
  });
  return id;
}

async function freeze(
  userId: string,
  campaignId: string,
  changes: object = {},
  quoteId: string | null = null,
  key = 'r1',
) {
  const request = { userId, campaignId, key, quoteId, configuration: configurationOf(changes) };
  return inTransaction(deps.db, (tx) => freezeQuote(tx, deps, request));
}
const refused = (code: string) => expect.objectContaining({ code });
const outcomes = async (calls: Promise<unknown>[]) =>
  (await Promise.allSettled(calls))
    .map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code))
    .sort();

describe('a quote', () => {
  test('needs no account, says what it rests on, and is read again by its id', async () => {
    const made = await calculate();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      base_rate_micros: 4_200_000,
      multiplier: '1.1500',
      population: 961_855,
      discounts: [],
      total: 50_000,
      currency: 'USD',
      billed_unit: 'impression',
      valid_until: new Date(clock + DAY).toISOString(),
    });
    const { unit_price_micros: price, units, reach } = made.body;
    expect(price * units).toBeLessThanOrEqual(500_000_000);
    expect(price * (units + 1)).toBeGreaterThan(500_000_000);
    expect(reach.low).toBeLessThan(reach.estimate);
    expect(reach.estimate).toBeLessThan(reach.high);
    const read = await call('GET', `/pricing/quotes/${made.body.id}`);
    expect(read.body).toEqual(made.body);
  });

  test('gives who is signed in the first-campaign discount by name, and is his alone', async () => {
    const [ada, bob] = [await api.signIn(), await api.signIn()];
    const made = await calculate({ budget_lifetime: 100_000, duration_days: 30 }, ada.token);
    expect(made.body.discounts.map(({ kind }: { kind: string }) => kind)).toEqual([
      'volume',
      'duration',
      'first_campaign',
    ]);
    const saved = made.body.discounts.reduce(
      (sum: number, { amount }: { amount: number }) => sum + amount,
      0,
    );
    expect(made.body.list_total - saved).toBe(100_000);
    expect((await call('GET', `/pricing/quotes/${made.body.id}`, { token: ada.token })).status).toBe(200);
    expect((await call('GET', `/pricing/quotes/${made.body.id}`, { token: bob.token })).status).toBe(404);
    expect((await call('GET', `/pricing/quotes/${made.body.id}`)).status).toBe(404);
    expect((await calculate({}, 'not-a-token')).status).toBe(401);
  });

  test('the fingerprint is of the configuration, whatever the order of its places', async () => {
    const places = [
      { country: 'US', state: 'TX', city: 'austin' },
      { country: 'US', state: 'TX', city: 'dallas' },
    ];
    const [one, two, other] = [
      await calculate({ places }),
      await calculate({ places: places.toReversed() }),
      await calculate({ places, budget_lifetime: 50_001 }),
    ];
    expect(one.body.fingerprint).toBe(two.body.fingerprint);
    expect(one.body.fingerprint).not.toBe(other.body.fingerprint);
  });

  const refusals: [name: string, changes: object, code: string, path: string][] = [
    ['an unknown industry', { industry: 'alchemy' }, 'UNKNOWN_INDUSTRY', '/industry'],
    [
      'an unknown city',
      { places: [{ country: 'US', state: 'TX', city: 'gotham' }] },
      'UNKNOWN_REGION',
      '/places/0',
    ],
    ['an unknown promotion code', { promo_code: 'NOSUCH' }, 'PROMO_INVALID', '/promo_code'],
    ['an unknown currency', { currency: 'XXX' }, 'VALIDATION_FAILED', '/currency'],
    [
      'a place wider than its coverage',
      { places: [{ country: 'US' }] },
      'VALIDATION_FAILED',
      '/coverage_type',
    ],
    [
      'a city without its state',
      { places: [{ country: 'US', city: 'austin' }] },
      'VALIDATION_FAILED',
      '/places/0/state',
    ],
    ['no place', { places: [] }, 'VALIDATION_FAILED', '/places'],
    ['an unknown field', { cheap: true }, 'VALIDATION_FAILED', '/cheap'],
    ...[
      ['USD', 49],
      ['USD', 100_000_000],
      ['JPY', 49],
      ['KWD', 5_124],
    ].map(([currency, budget]): [string, object, string, string] => [
      `a budget of ${budget} ${currency}`,
      { currency, budget_lifetime: budget },
      'VALIDATION_FAILED',
      '/budget_lifetime',
    ]),
    ...[0, -1, 1e18, 10.5, '50000', null, Number.MAX_SAFE_INTEGER].map(
      (budget): [string, object, string, string] => [
        `a budget of ${budget}`,
        { budget_lifetime: budget },
        'VALIDATION_FAILED',
        '/budget_lifetime',
      ],
    ),
  ];
  test.each(refusals)(
    '%s is refused, naming the field, and nothing is stored',
    async (_name, changes, code, path) => {
      const before = await database.db.quote.count();
      const answer = await calculate(changes);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({
        code,
        errors: expect.arrayContaining([expect.objectContaining({ path })]),
      });
      expect(await database.db.quote.count()).toBe(before);
    },
  );

  test('each one stored takes two long-expired ones along that nobody used', async () => {
    for (let n = 0; n < 4; n += 1) await calculate();
    const unused = () => database.db.quote.count({ where: { campaignId: null } });
    const before = await unused();
    clock += 7 * DAY;
    await calculate();
    expect(await unused()).toBe(before + 1);
    clock += DAY;
    await calculate();
    await calculate();
    expect(await unused()).toBe(before + 1 - 4 + 2);
  });
});

describe('freezing', () => {
  test('the campaign is charged what its quote said, even if the matrix changed meanwhile', async () => {
    const { id: userId, token } = await api.signIn();
    const industry = 'travel';
    const quote = (await calculate({ industry }, token)).body;
    const row = await call('PUT', '/admin/pricing-matrix/travel/city/USD', {
      token: admin,
      body: { base_rate_micros: 99_000_000, multiplier: '3', discounts: [] },
    });
    expect(row.body.version).toBe(2);
    const frozen = await freeze(userId, await campaignOf(userId), { industry }, quote.id);
    expect(frozen).toEqual({
      id: quote.id,
      total: 50_000,
      billedUnit: 'impression',
      unitPriceMicros: quote.unit_price_micros,
      units: quote.units,
    });
    const dearer = await freeze(userId, await campaignOf(userId), { industry });
    expect(dearer.unitPriceMicros).toBeGreaterThan(10 * frozen.unitPriceMicros);
  });

  test('repeated for the same revision it answers the same, after the quote expired too, and at once', async () => {
    const { id: userId, token } = await api.signIn();
    const campaignId = await campaignOf(userId);
    const quoteId = (await calculate({}, token)).body.id;
    const frozen = await Promise.all([1, 2, 3].map(() => freeze(userId, campaignId, {}, quoteId)));
    clock += 2 * DAY;
    frozen.push(await freeze(userId, campaignId, {}, quoteId));
    expect(new Set(frozen.map(({ id }) => id))).toEqual(new Set([quoteId]));
    const made = await Promise.all(
      [1, 2].map(() => freeze(userId, campaignId, { budget_lifetime: 60_000 }, null, 'r2')),
    );
    expect(made[0]).toEqual(made[1]);
  });

  test('what cannot be charged is not submitted, under a quote of old times either', async () => {
    const { id: userId } = await api.signIn();
    const campaignId = await campaignOf(userId);
    const small = { budget_lifetime: 49 };
    const refusal = refused('VALIDATION_FAILED');
    await expect(freeze(userId, campaignId, small)).rejects.toEqual(refusal);
    const { id: quoteId } = (await calculate({ budget_lifetime: 50 })).body;
    await expect(freeze(userId, campaignId, small, quoteId)).rejects.toEqual(refusal);
  });

  test('an expired quote, another configuration, a stranger’s quote and a used one are refused', async () => {
    const [ada, bob] = [await api.signIn(), await api.signIn()];
    const campaignId = await campaignOf(ada.id);
    const quoteId = (await calculate({}, ada.token)).body.id;
    await expect(freeze(ada.id, campaignId, { objective: 'sales' }, quoteId)).rejects.toEqual(
      refused('QUOTE_MISMATCH'),
    );
    await expect(freeze(bob.id, await campaignOf(bob.id), {}, quoteId)).rejects.toEqual(refused('NOT_FOUND'));
    await expect(freeze(ada.id, campaignId, {}, randomUUID())).rejects.toEqual(refused('NOT_FOUND'));
    clock += DAY - 1;
    await freeze(ada.id, campaignId, {}, quoteId);
    await expect(freeze(ada.id, await campaignOf(ada.id), {}, quoteId)).rejects.toEqual(
      refused('QUOTE_EXPIRED'),
    );
    clock += 1;
    await expect(freeze(ada.id, campaignId, {}, quoteId, 'r2')).rejects.toEqual(refused('QUOTE_EXPIRED'));
  });

  test('two buyers of one anonymous quote: exactly one gets it', async () => {
    const buyers = [await api.signIn(), await api.signIn(), await api.signIn()];
    const quoteId = (await calculate()).body.id;
    const campaigns = await Promise.all(buyers.map(async ({ id }) => [id, await campaignOf(id)] as const));
    const results = await Promise.all(
      campaigns.map(([user, campaign]) =>
        freeze(user, campaign, {}, quoteId).then(
          () => 'done',
          ({ code }) => code,
        ),
      ),
    );
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
  });

  test('of many first campaigns at once exactly one gets the discount; one that ended unpaid is forgotten', async () => {
    const { id: userId, token } = await api.signIn();
    const quoteIds = await Promise.all([1, 2, 3].map(async () => (await calculate({}, token)).body.id));
    const campaigns = await Promise.all(quoteIds.map(() => campaignOf(userId)));
    const calls = quoteIds.map((quoteId, n) => freeze(userId, campaigns[n] ?? '', {}, quoteId));
    expect(await outcomes(calls)).toEqual(['QUOTE_EXPIRED', 'QUOTE_EXPIRED', 'done']);
    expect((await calculate({}, token)).body.discounts).toEqual([]);
    await database.db.campaign.updateMany({ where: { advertiserId: userId }, data: { over: true } });
    expect((await calculate({}, token)).body.discounts).toMatchObject([{ kind: 'first_campaign' }]);
  });
});

describe('promotion codes', () => {
  const promo = async (code: string, changes: object = {}) => {
    const made = await call('POST', '/admin/promo-codes', {
      token: admin,
      body: { code, percent: '20', ...changes },
    });
    expect(made.status).toBe(201);
  };
  const uses = async (code: string) =>
    (await database.db.promoCode.findUniqueOrThrow({ where: { code } })).uses;

  test('a code is the last discount, by its name, in any case of letters', async () => {
    await promo('SPRING');
    const { body } = await calculate({ promo_code: 'spring', budget_lifetime: 100_000 });
    expect(body.discounts).toMatchObject([
      { kind: 'volume' },
      { kind: 'promo_code', name: 'SPRING', percent: '20.00', amount: 25_000 },
    ]);
  });

  test('eight campaigns race for three uses: three get it, five are refused, and three are counted', async () => {
    await promo('RACE', { max_uses: 3 });
    const buyers = await Promise.all(Array.from({ length: 8 }, () => api.signIn()));
    const quotes = await Promise.all(buyers.map(({ token }) => calculate({ promo_code: 'RACE' }, token)));
    const campaigns = await Promise.all(buyers.map(({ id }) => campaignOf(id)));
    const calls = buyers.map(({ id }, n) =>
      freeze(id, campaigns[n] ?? '', { promo_code: 'RACE' }, quotes[n]?.body.id),
    );
    const results = await outcomes(calls);
    expect(results.filter((result) => result === 'done')).toHaveLength(3);
    expect(results.filter((result) => result === 'PROMO_INVALID')).toHaveLength(5);
    expect(await uses('RACE')).toBe(3);
    expect((await calculate({ promo_code: 'RACE' })).body.code).toBe('PROMO_INVALID');
  });

  test('a campaign that is submitted again uses its code once', async () => {
    await promo('AGAIN', { max_uses: 1 });
    const { id } = await api.signIn();
    const campaignId = await campaignOf(id);
    for (const key of ['r1', 'r1', 'r2']) await freeze(id, campaignId, { promo_code: 'AGAIN' }, null, key);
    expect(await uses('AGAIN')).toBe(1);
  });

  test('an advertiser’s campaigns at once get no more than his share', async () => {
    await promo('SHARE', { max_uses_each: 1 });
    const { id } = await api.signIn();
    const campaigns = await Promise.all([1, 2, 3].map(() => campaignOf(id)));
    const results = await outcomes(
      campaigns.map((campaign) => freeze(id, campaign, { promo_code: 'SHARE' })),
    );
    expect(results).toEqual(['PROMO_INVALID', 'PROMO_INVALID', 'done']);
  });

  test('dates and disabling hold; a quote made in time is honoured after its code ended, not after it was disabled', async () => {
    const [starts_at, ends_at] = [
      new Date(clock + HOUR).toISOString(),
      new Date(clock + 2 * HOUR).toISOString(),
    ];
    await promo('HOUR', { starts_at, ends_at });
    const { id } = await api.signIn();
    const ask = () => calculate({ promo_code: 'HOUR' });
    expect((await ask()).status).toBe(422);
    clock += HOUR;
    const [first, second] = [await ask(), await ask()];
    expect(first.status).toBe(201);
    clock += HOUR;
    expect((await ask()).status).toBe(422);
    await freeze(id, await campaignOf(id), { promo_code: 'HOUR' }, first.body.id);
    clock = Date.now();
    const disabled = await call('POST', '/admin/promo-codes/HOUR/disable', { token: admin });
    expect(disabled).toMatchObject({ status: 200, body: { is_active: false } });
    const late = freeze(id, await campaignOf(id), { promo_code: 'HOUR' }, second.body.id);
    await expect(late).rejects.toEqual(refused('PROMO_INVALID'));
    expect((await call('POST', '/admin/promo-codes/NOSUCH/disable', { token: admin })).status).toBe(404);
  });

  test.each(['0', '95', '12.345', '-1', 'NaN', '1e1', ''])(
    'a percentage of %p is refused',
    async (percent) => {
      const answer = await call('POST', '/admin/promo-codes', {
        token: admin,
        body: { code: 'ODD', percent },
      });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: '/percent' }] } });
    },
  );

  test('a code is made once, and listed with its uses', async () => {
    await promo('ONCE');
    const again = await call('POST', '/admin/promo-codes', {
      token: admin,
      body: { code: 'once', percent: '5' },
    });
    expect(again.status).toBe(409);
    const { items } = (await call('GET', '/admin/promo-codes?limit=100', { token: admin })).body;
    expect(items).toContainEqual(
      expect.objectContaining({ code: 'ONCE', percent: '20.00', uses: 0, is_active: true }),
    );
  });
});

describe('lists', () => {
  test('industries, coverage types and geodata are open to all, in pages and by filter', async () => {
    const industries = (await call('GET', '/pricing/industries?limit=2')).body;
    expect(industries).toMatchObject({ total: 15, offset: 0, limit: 2 });
    expect(industries.items[0]).toMatchObject({ coverage_types: ['radius', 'city', 'state', 'national'] });
    expect((await call('GET', '/pricing/coverage-types')).body.total).toBe(4);
    const states = await call('GET', '/geodata?country=IN&level=state&limit=5&offset=1');
    expect(states.headers.get('cache-control')).toBe('public, max-age=60');
    expect(states.body.total).toBe(36);
    expect(states.body.items).toHaveLength(5);
    const [delhi] = (await call('GET', '/geodata?country=IN&state=DL&level=state')).body.items;
    expect(delhi).toMatchObject({
      name: 'Delhi',
      city: null,
      population: 16_787_941,
      area_km2: '1483.000',
      density: 11_320,
    });
  });
});

describe('the price list', () => {
  const path = '/admin/pricing-matrix/yachts/state/USD';
  const body = { base_rate_micros: 9_000_000, multiplier: '1.5', discounts: [] };
  const audited = (targetId: string) =>
    database.db.auditEntry.findMany({
      where: { targetId },
      orderBy: { id: 'asc' },
      select: { action: true, after: true },
    });

  test('a row is made, changed under If-Match, kept when nothing differs, deleted, and all of it audited', async () => {
    const made = await call('PUT', path, { token: admin, body });
    expect(made.headers.get('etag')).toBe('"1"');
    expect((await call('PUT', path, { token: admin, body })).body.version).toBe(1);
    const change = { ...body, multiplier: '2' };
    expect(
      (await call('PUT', path, { token: admin, body: change, headers: { 'if-match': '"7"' } })).status,
    ).toBe(409);
    const changed = await call('PUT', path, { token: admin, body: change, headers: { 'if-match': '"1"' } });
    expect(changed.body).toMatchObject({ version: 2, multiplier: '2.0000' });
    expect((await call('DELETE', path, { token: admin, headers: { 'if-match': '"1"' } })).status).toBe(409);
    expect((await call('DELETE', path, { token: admin })).status).toBe(204);
    expect((await call('DELETE', path, { token: admin })).status).toBe(404);
    expect(await audited('yachts/state/USD')).toEqual([
      { action: 'pricing_row.created', after: expect.objectContaining({ version: 1 }) },
      { action: 'pricing_row.updated', after: expect.objectContaining({ version: 2, multiplier: '2.0000' }) },
      { action: 'pricing_row.deleted', after: null },
    ]);
  });

  test('ten changes at once under one version: one is made', async () => {
    const at = '/admin/pricing-matrix/retail/national/KWD';
    const changes = Array.from({ length: 10 }, (_, n) =>
      call('PUT', at, {
        token: admin,
        body: { ...body, base_rate_micros: 5_000 + n },
        headers: { 'if-match': '"1"' },
      }),
    );
    const statuses = (await Promise.all(changes)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(9).fill(409)]);
  });

  test('nobody but an admin reads or changes it', async () => {
    for (const role of ['advertiser', 'support'] as const) {
      const { token } = await api.signIn(role);
      expect((await call('PUT', path, { token, body })).status).toBe(403);
      expect((await call('GET', '/admin/pricing-matrix', { token })).status).toBe(403);
      expect((await call('GET', '/admin/geodata/csv', { token })).status).toBe(403);
    }
    expect((await call('PUT', path, { body })).status).toBe(401);
  });

  test.each([
    [{ base_rate_micros: 0 }],
    [{ base_rate_micros: -5 }],
    [{ multiplier: '0' }],
    [{ multiplier: 'x' }],
    [{ discounts: [{ name: 'All', kind: 'volume', threshold: 0, percent: '100' }] }],
    [{ discounts: [{ name: 'Odd', kind: 'loyalty', threshold: 0, percent: '10' }] }],
  ])('%j is refused', async (changes) => {
    expect((await call('PUT', path, { token: admin, body: { ...body, ...changes } })).status).toBe(422);
  });

  test('a city needs its state, and a state that has cities stays', async () => {
    const values = { name: 'Springfield', population: 1_000, area_km2: '10.5' };
    expect(
      (await call('PUT', '/admin/geodata/US/ZZ/springfield', { token: admin, body: values })).status,
    ).toBe(422);
    expect(
      (await call('PUT', '/admin/geodata/US/OR/springfield', { token: admin, body: values })).body.version,
    ).toBe(1);
    expect((await call('DELETE', '/admin/geodata/US/OR', { token: admin })).status).toBe(409);
    expect((await call('DELETE', '/admin/geodata/US/OR/springfield', { token: admin })).status).toBe(204);
  });
});

describe('CSV', () => {
  const header = 'country,state,city,name,population,area_km2';
  const send = (csv: string | Buffer, query = '', at = '/admin/geodata/csv') =>
    call('POST', `${at}${query}`, { token: admin, raw: csv, headers: { 'content-type': 'text/csv' } });

  test('what is exported is imported again, and nothing differs', async () => {
    for (const at of ['/admin/geodata/csv', '/admin/pricing-matrix/csv']) {
      const { text } = await call('GET', at, { token: admin });
      const lines = text.trim().split('\n').length - 1;
      expect((await send(text, '', at)).body).toEqual({
        dry_run: false,
        created: 0,
        updated: 0,
        unchanged: lines,
      });
    }
  });

  test('a trial run counts and changes nothing; the same file then does, with a version and an audit entry a row', async () => {
    const csv = `# ours\n${header}\nUS,TX,,Texas,30000000,676587\nCA,ON,,Ontario,14223942,892412\n\nCA,ON,toronto,"Toronto, City of",2794356,631.1\n`;
    const report = { created: 2, updated: 1, unchanged: 0 };
    expect((await send(csv, '?dry_run=true')).body).toEqual({ dry_run: true, ...report });
    expect(await database.db.geoRow.count({ where: { country: 'CA' } })).toBe(0);
    expect((await send(csv)).body).toEqual({ dry_run: false, ...report });
    const texas = await database.db.geoRow.findFirst({ where: { country: 'US', state: 'TX', city: '' } });
    expect(texas).toMatchObject({ population: 30_000_000n, version: 2 });
    const entries = await database.db.auditEntry.findMany({
      where: { targetId: { in: ['US/TX', 'CA/ON', 'CA/ON/toronto'] } },
    });
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'geodata.created',
      'geodata.created',
      'geodata.updated',
    ]);
    expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(1);
  });

  test('every faulty line is named with its line and column, and nothing at all is changed', async () => {
    const lines = [
      'MX,CMX,,Mexico City,9209944,1495',
      'MX,CMX,,Mexico City,9209944,1495',
      'mx,JAL,,Jalisco,8348151,78588',
      'MX,NLE,,Nuevo León,many,64156',
      'MX,PUE,,Puebla,6583278,0',
      'MX,SON',
      'MX,ZZZ,nowhere,Nowhere,5,5',
    ];
    const answer = await send([header, ...lines].join('\n'));
    expect(answer.status).toBe(422);
    expect(answer.body.lines).toMatchObject([
      { line: 4, column: 'country' },
      { line: 5, column: 'population' },
      { line: 6, column: 'area_km2' },
      { line: 7, column: null },
    ]);
    expect(answer.body.errors[0].path).toBe('/lines/4/country');
    const between = await send([header, lines[0], lines[1], lines[6]].join('\n'));
    expect(between.body.lines).toMatchObject([
      { line: 3, column: null },
      { line: 4, column: 'state' },
    ]);
    expect(await database.db.geoRow.count({ where: { country: 'MX' } })).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['another header', 'a,b\n1,2\n'],
    ['a quotation mark that is not closed', `${header}\nUS,TX,,"Texas,1,1\n`],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0xfe])],
    ['a NUL', `${header}\nUS,TX,,Te\0xas,1,1\n`],
    ['too many lines', `${header}\n${'US,TX,,Texas,1,1\n'.repeat(5_001)}`],
  ])('%s is refused with a line, not with a 500', async (_name, csv) => {
    const answer = await send(csv);
    expect(answer.status).toBe(422);
    expect(answer.body.lines[0]).toMatchObject({ line: expect.any(Number), message: expect.any(String) });
  });

  test('a matrix line carries its discounts in order, and says what is wrong with them', async () => {
    const at = '/admin/pricing-matrix/csv';
    const columns = 'industry,coverage_type,currency,base_rate_micros,multiplier,discounts';
    const good = 'yachts,city,USD,9000000,1.5,first_campaign:0:5:Welcome|volume:100:2.5:Volume: any';
    expect((await send(`${columns}\n${good}`, '', at)).body.created).toBe(1);
    const [row] = (await call('GET', '/admin/pricing-matrix?industry=yachts', { token: admin })).body.items;
    expect(row.discounts).toEqual([
      { kind: 'first_campaign', threshold: 0, percent: '5.00', name: 'Welcome' },
      { kind: 'volume', threshold: 100, percent: '2.50', name: 'Volume: any' },
    ]);
    const bad = await send(`${columns}\nyachts,city,USD,9000000,1.5,volume:lots:90:x`, '', at);
    expect(bad.body.lines).toMatchObject([
      { line: 2, column: 'discounts' },
      { line: 2, column: 'discounts' },
    ]);
  });

  test('seeding again brings nothing back that an admin deleted', async () => {
    const [before] = [await database.db.pricingRow.count()];
    expect(
      (await call('DELETE', '/admin/pricing-matrix/nonprofit/radius/JPY', { token: admin })).status,
    ).toBe(204);
    await seed(database.db);
    expect(await database.db.pricingRow.count()).toBe(before - 1);
  });
});

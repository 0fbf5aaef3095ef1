/** A draft that could not be sold as it is: refused at submit, mended by PATCH, then priced as what it has become. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Person, TARGETING } from '../../bin/demo/driver';
import { CampaignAnswer } from '../../schemas/campaigns';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(60_000);

let whole: WholeSystem;
beforeAll(async () => {
  whole = await wholeSystem();
}, 120_000);
afterAll(() => whole?.close());

const Problem = z.looseObject({ code: z.string() });
const oregon = { ...TARGETING, places: [{ country: 'US', state: 'OR' }] };

async function refusal(person: Person, method: string, path: string, body: object) {
  const answer = await whole.driver.call(method, path, { token: person.token, body });
  return [answer.status, Problem.parse(answer.body).code];
}

const patch = ({ token }: Person, id: string, body: object, headers: Record<string, string> = {}) =>
  whole.driver.ask(CampaignAnswer, 'PATCH', `/campaigns/${id}`, { token, body, headers });

async function draftOf(person: Person, over: Record<string, unknown> = {}) {
  const { id } = await whole.driver.draft(person, over);
  return { id, ...(await whole.driver.content(person, id)) };
}

test.each<[string, Record<string, unknown>, string]>([
  ['industry', { targeting: { ...TARGETING, industry: 'alchemy' } }, 'UNKNOWN_INDUSTRY'],
  [
    'country',
    { targeting: { ...TARGETING, coverage_type: 'national', places: [{ country: 'ZZ' }] } },
    'UNKNOWN_REGION',
  ],
  ['state', { targeting: { ...TARGETING, places: [{ country: 'US', state: 'ZZ' }] } }, 'UNKNOWN_REGION'],
  [
    'city',
    {
      targeting: {
        ...TARGETING,
        coverage_type: 'city',
        places: [{ country: 'US', state: 'CA', city: 'atlantis' }],
      },
    },
    'UNKNOWN_REGION',
  ],
  ['promotion code', { promo_code: 'NO-SUCH-CODE' }, 'PROMO_INVALID'],
])('an unknown %s is refused at submit, changes nothing, and can be mended', async (_, over, code) => {
  const { driver, db } = whole;
  const ada = await whole.advertiser();
  const { id } = await draftOf(ada, over);
  const before = await driver.read(ada, id);
  expect(await refusal(ada, 'POST', `/campaigns/${id}/submit`, {})).toEqual([422, code]);
  expect(await driver.read(ada, id)).toEqual(before);
  expect(before).toMatchObject({ phase: 'draft', version: 1, ...over });
  expect(await db.quote.count({ where: { campaignId: id } })).toBe(0);

  const mended = await patch(ada, id, { targeting: TARGETING, promo_code: null }, { 'if-match': '"1"' });
  expect(mended).toMatchObject({ phase: 'draft', version: 2, targeting: TARGETING, promo_code: null });
  expect(await driver.read(ada, id)).toEqual(mended);
  expect(await driver.act(ada, id, 'submit')).toMatchObject({ review: 'media', version: 3 });
});

test('edited after a rejection it is priced anew, though its creatives are the same, and runs there', async () => {
  const { driver, admin, db } = whole;
  const ada = await whole.advertiser();
  const { id, mediaId } = await draftOf(ada);
  const first = await driver.act(ada, id, 'submit');
  const rejected = {
    campaign_id: id,
    revision: first.revision?.hash,
    decision: 'rejected',
    reason: 'Blurred',
  };
  const { token } = admin;
  await driver.ask(CampaignAnswer, 'POST', `/media/${mediaId}/review`, { token, body: rejected });

  const quoteOf = async (quoteId: string | null) =>
    z
      .object({ request: z.looseObject({}), result: z.looseObject({ units: z.int() }) })
      .parse(await db.quote.findUnique({ where: { id: quoteId ?? '' } }));
  // Of the objective the revision's hash knows nothing.
  await patch(ada, id, { objective: 'sales' });
  const second = await driver.act(ada, id, 'submit');
  expect(second.revision?.hash).toBe(first.revision?.hash);
  expect(second.quote_id).not.toBe(first.quote_id);
  expect((await quoteOf(second.quote_id)).request).toMatchObject({ objective: 'sales' });
  await driver.ask(CampaignAnswer, 'POST', `/media/${mediaId}/review`, { token, body: rejected });

  await patch(ada, id, { targeting: { ...oregon, industry: 'finance' } });
  const third = await driver.act(ada, id, 'submit');
  const [dear, cheap] = [await quoteOf(third.quote_id), await quoteOf(first.quote_id)];
  expect(dear.request).toMatchObject({ industry: 'finance', places: [{ state: 'OR' }], objective: 'sales' });
  expect(dear.result.units).not.toBe(cheap.result.units);
  const frozen = await db.campaignRevision.findUniqueOrThrow({
    where: { campaignId_hash: { campaignId: id, hash: third.revision?.hash ?? '' } },
  });
  expect(frozen.content).toMatchObject({ targeting: { places: [{ country: 'US', state: 'OR' }] } });

  // An edit back is priced as at first, by the price that was frozen then.
  await driver.ask(CampaignAnswer, 'POST', `/media/${mediaId}/review`, {
    token,
    body: { ...rejected, revision: third.revision?.hash },
  });
  await patch(ada, id, { targeting: TARGETING, objective: 'traffic' });
  expect((await driver.act(ada, id, 'submit')).quote_id).toBe(first.quote_id);
});

test('once it is submitted, no word of it changes; and never by another', async () => {
  const { driver, admin, db } = whole;
  const [ada, eve] = [await whole.advertiser(), await whole.advertiser()];
  const { id } = await draftOf(ada);
  const path = `/campaigns/${id}`;
  expect(await refusal(eve, 'PATCH', path, { targeting: oregon })).toEqual([404, 'NOT_FOUND']);
  expect(await refusal(eve, 'PATCH', `/campaigns/${randomUUID()}`, { targeting: oregon })).toEqual([
    404,
    'NOT_FOUND',
  ]);

  const unchanged = async () => {
    const before = [await driver.read(ada, id), await db.campaign.findUniqueOrThrow({ where: { id } })];
    for (const body of [{ targeting: oregon, name: 'x' }, { objective: 'sales' }, { promo_code: 'SPRING' }])
      expect(await refusal(ada, 'PATCH', path, body)).toEqual([409, 'WRONG_PHASE']);
    expect([await driver.read(ada, id), await db.campaign.findUniqueOrThrow({ where: { id } })]).toEqual(
      before,
    );
  };
  await driver.act(ada, id, 'submit');
  await unchanged();
  await driver.approveMedia(admin, id);
  await unchanged();
  await driver.press(await driver.checkout(ada, id), 'pay');
  await driver.until(ada, id, ({ phase }) => phase === 'pending_approval');
  await unchanged();
  expect(await patch(ada, id, { name: 'Still a name' })).toMatchObject({ name: 'Still a name' });
});

test('of edits that come together none is undone by another', async () => {
  const { driver } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.draft(ada);
  const places = [{ country: 'US', state: 'OR' }];
  const edits = [
    { promo_code: 'SPRING' },
    { objective: 'sales' },
    { targeting: { ...TARGETING, places } },
    { name: 'Westwards' },
  ];
  await Promise.all(edits.map((body) => patch(ada, id, body)));
  const all = { name: 'Westwards', objective: 'sales', promo_code: 'SPRING', targeting: { places } };
  expect(await driver.read(ada, id)).toMatchObject({ ...all, version: 5 });
});

test('of a submit and edits that come together, the price is of what is kept', async () => {
  const { driver, db } = whole;
  const ada = await whole.advertiser();
  const { id } = await draftOf(ada);
  const submit = () => driver.call('POST', `/campaigns/${id}/submit`, { token: ada.token, body: {} });
  const edit = (state: string) =>
    driver.call('PATCH', `/campaigns/${id}`, {
      token: ada.token,
      body: { targeting: { ...TARGETING, places: [{ country: 'US', state }] } },
    });
  const answers = await Promise.all([edit('OR'), submit(), edit('WA'), submit(), edit('NV'), submit()]);
  for (const { status } of answers) expect([200, 409]).toContain(status);
  if ((await driver.read(ada, id)).phase === 'draft') expect((await submit()).status).toBe(200);
  const { targeting, quote_id, revision } = await driver.read(ada, id);
  const states = targeting?.places.map(({ state }) => ({ state }));
  const quote = await db.quote.findUniqueOrThrow({ where: { id: quote_id ?? '' } });
  expect(quote.request).toMatchObject({ places: states });
  const key = { campaignId_hash: { campaignId: id, hash: revision?.hash ?? '' } };
  const { content } = await db.campaignRevision.findUniqueOrThrow({ where: key });
  expect(content).toMatchObject({ targeting: { places: states } });
});

test('whatever was edited, rows, workflows and books agree', async () => {
  expect(await whole.contradictions()).toEqual([]);
}, 120_000);

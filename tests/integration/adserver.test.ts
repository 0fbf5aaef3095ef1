/** What publishers and viewers get from the ad server: ads in three forms, safe clicks, caps, pauses. */
import { randomUUID } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { createTrafficFilter } from '../../adserver/traffic';
import { NIL_ID } from '../../domain/delivery/count';
import { DAY, HOUR, SECOND } from '../../domain/time';
import type { Database } from '../../infra/database';
import { hmacHex } from '../../infra/signed-tokens';
import { conversionSecret, conversionText, geographySecret } from '../../infra/tracking-secrets';
import { setDelivery } from '../../store/line-items';
import {
  adServer,
  anyLife,
  creative,
  decisionToken,
  get,
  houseCampaign,
  type RunningAdServer,
  SECRETS,
  seeded,
  videoMedia,
} from './house';
import { freshDatabase } from './parts';

let db: Database;
let closeDatabase: () => Promise<void>;
let server: RunningAdServer | undefined;

beforeAll(async () => {
  ({ db, close: closeDatabase } = await freshDatabase());
}, 60_000);
// Campaigns of another test must not be served.
beforeEach(() => db.houseLineItem.updateMany({ where: { isFinal: false }, data: { status: 'paused' } }));
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => closeDatabase());

async function start(over: Parameters<typeof adServer>[1] = {}): Promise<string> {
  server = await adServer(db, over);
  return server.url;
}

const serve = (base: string, query = '') => get(`${base}/ads/serve?placement=demo-banner${query}`);

test('an ad is answered as JSON, its pixel and click are counted once each, its media come from the storage', async () => {
  const { campaignId, creatives } = await houseCampaign(db);
  const base = await start();
  const answer = await serve(base);
  expect(answer.status).toBe(200);
  expect(answer.headers['cache-control']).toContain('no-store');
  const ad = JSON.parse(answer.text);
  expect(ad).toMatchObject({
    campaign_id: campaignId,
    creative_id: creatives[0]?.id,
    width: 300,
    height: 250,
  });

  const pixel = await get(ad.impression_url);
  expect(pixel.headers).toMatchObject({
    'content-type': 'image/gif',
    'cache-control': 'no-store, max-age=0',
  });
  expect(pixel.headers['set-cookie']).toBeUndefined();
  const click = await get(ad.click_url);
  expect(click.status).toBe(302);
  expect(click.headers.location).toBe(`https://shop.example/landing?from=ad&click=${ad.decision_id}`);
  await get(ad.impression_url);
  const media = await get(ad.media_url);
  expect(media.headers.location).toBe('https://storage.example/media/original.jpg');

  const where = {
    campaignId_date_creativeId: { campaignId, date: new Date(losAngelesToday()), creativeId: NIL_ID },
  };
  expect(await db.campaignMetric.findUnique({ where })).toMatchObject({
    impressions: 1n,
    clicks: 1n,
    invalid: 1n,
    spendMicros: 1_234n,
  });
});

function losAngelesToday(): string {
  return new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' });
}

test.each([
  ['https://пример.рф/%7Bclick_id%7D?c={click_id}', /^https:\/\/xn--e1afmkfd\.xn--p1ai\/ID\?c=ID$/],
  // As it could be frozen before such addresses were refused.
  ['https://:pw@shop.example/?c=%7bclick_id%7d', /^https:\/\/shop\.example\/\?c=ID$/],
])('a click to %s leaves in ASCII, without a password, with its id', async (destinationUrl, there) => {
  const campaign = await houseCampaign(db, {}, { creatives: [creative({ destinationUrl })] });
  const { headers } = await get(`${await start()}/ads/c/${decisionToken(campaign)}`);
  expect(headers.location?.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')).toMatch(there);
});

test('nothing in a request can choose where a click leads', async () => {
  const campaign = await houseCampaign(db);
  const base = await start();
  const token = decisionToken(campaign);
  const lures = ['?url=https://evil.example', '?next=//evil.example', '?destination=javascript:alert(1)#x'];
  for (const lure of lures) {
    const { status, headers } = await get(`${base}/ads/c/${token}${lure}`);
    expect(status).toBe(302);
    expect(headers.location).toMatch(/^https:\/\/shop\.example\/landing\?from=ad&click=[0-9a-f-]{36}$/);
  }
  const [id = '', expiry = '', , signature = ''] = token.split('.');
  const fields = ['n', campaign.campaignId, randomUUID(), 'https://evil.example', 'demo-banner', null];
  const forged = [id, expiry, Buffer.from(JSON.stringify(fields)).toString('base64url'), signature].join('.');
  for (const bad of [
    forged,
    `${token}x`,
    token.slice(1),
    'x',
    'a.b.c.d',
    encodeURIComponent('https://evil.example'),
  ]) {
    const { status, headers } = await get(`${base}/ads/c/${bad}`);
    expect([status, headers.location]).toEqual([404, undefined]);
  }
});

test('a creative with a destination that is not http is never served', async () => {
  const bad = creative({ destinationUrl: 'javascript:alert(1)' });
  await houseCampaign(db, {}, { creatives: [bad] });
  expect((await serve(await start())).status).toBe(204);
});

test('the HTML tag runs no script and escapes what the advertiser wrote', async () => {
  const words = creative({
    headline: '<script>alert(1)</script>',
    description: '"><img onerror=x>',
    media: null,
  });
  await houseCampaign(db, {}, { creatives: [words] });
  const { text, headers } = await serve(await start(), '&format=html');
  expect(headers['content-type']).toContain('text/html');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).not.toMatch(/<script|<img onerror/);
  expect(text).toMatch(/<a href="http:\/\/127\.0\.0\.1:\d+\/ads\/c\//);
});

test('VAST 4.2 parses and names impression, click and media file', async () => {
  const spot = creative({ headline: 'A & B', media: { ...videoMedia } });
  await houseCampaign(db, {}, { creatives: [spot, creative()] });
  const base = await start();
  const { text, headers } = await get(`${base}/ads/serve?placement=demo-video&format=vast`);
  expect(headers['content-type']).toContain('application/xml');
  const problems: string[] = [];
  const xml = new DOMParser({ onError: (_level, message) => problems.push(message) }).parseFromString(
    text,
    'text/xml',
  );
  expect(problems).toEqual([]);
  expect(xml.documentElement?.getAttribute('version')).toBe('4.2');
  const read = (name: string) => xml.getElementsByTagName(name)[0]?.textContent ?? '';
  expect(read('AdServingId')).toMatch(/^[0-9a-f-]{36}$/);
  expect(read('UniversalAdId')).toBe(spot.id);
  expect(read('Duration')).toBe('00:00:15.000');
  expect(read('AdTitle')).toBe('A & B');
  expect((await get(read('Impression'))).status).toBe(200);
  expect((await get(read('MediaFile'))).headers.location).toBe('https://storage.example/media/spot.mp4');
  expect((await get(read('ClickThrough'))).headers.location).toContain('https://shop.example/landing');
});

test('no campaign, no ad; an unknown placement or form is refused', async () => {
  const base = await start();
  expect((await serve(base)).status).toBe(204);
  expect((await get(`${base}/ads/serve?placement=nowhere`)).status).toBe(404);
  const refused = await serve(base, '&format=flash');
  expect(refused.status).toBe(422);
  expect(JSON.parse(refused.text)).toMatchObject({
    code: 'VALIDATION_FAILED',
    errors: [{ path: '/format' }],
  });
  for (const path of [
    '/ads/c/%ff',
    '/ads/m/x/y/z/original',
    '/ads/k/not-a-uuid?order_id=1&sig=x',
    '/ads/serve',
  ]) {
    expect((await get(base + path)).status).toBeGreaterThanOrEqual(400);
    expect((await get(base + path)).status).toBeLessThan(500);
  }
});

test('media of a revision that nobody froze are unknown, also by a name that no database takes, until it is frozen', async () => {
  const { campaignId, creatives } = await houseCampaign(db);
  const base = await start();
  const later = 'b'.repeat(64);
  const media = (revision: string) =>
    get(`${base}/ads/m/${campaignId}/${revision}/${creatives[0]?.id}/original`);
  for (const name of ['%00', 'a%0Ab', 'x'.repeat(10_000), later])
    expect((await media(name)).status).toBe(404);
  const { content } = await db.campaignRevision.findFirstOrThrow({ where: { campaignId } });
  await db.campaignRevision.create({ data: { campaignId, hash: later, content: content ?? {} } });
  expect((await media(later)).status).toBe(302);
});

test('a pause stops the ads within the refresh, a resume brings them back', async () => {
  const { campaignId } = await houseCampaign(db);
  const base = await start();
  expect((await serve(base)).status).toBe(200);
  await setDelivery(db, campaignId, false, anyLife);
  await within(2 * SECOND, async () => (await serve(base)).status === 204);
  await setDelivery(db, campaignId, true, anyLife);
  await within(2 * SECOND, async () => (await serve(base)).status === 200);
});

async function within(ms: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('one viewer sees a campaign at most as often as its cap says, by the publisher’s id', async () => {
  const startAt = Date.now() - 10 * DAY;
  const flight = { startAt, endAt: Date.now() + 5 * DAY, units: 1_000_000 };
  await houseCampaign(db, flight, { targeting: { places: [], frequencyCap: { impressions: 2, hours: 24 } } });
  let now = Date.now();
  const base = await start({ now: () => now });
  const seen = async (uid: string) => (await serve(base, `&uid=${uid}`)).status;
  expect([await seen('ann'), await seen('ann'), await seen('ann')]).toEqual([200, 200, 204]);
  expect(await seen('bob')).toBe(200);
  now += 24 * HOUR;
  await within(3 * SECOND, async () => (await seen('ann')) === 200);
});

test('a page that asks for all its placements at once shows one viewer no more than his cap', async () => {
  const targeting = { places: [], frequencyCap: { impressions: 2, hours: 24 } };
  const { campaignId } = await houseCampaign(db, { units: 400 }, { targeting });
  const base = await start();
  const ask = (uid: string) => Promise.all(Array.from({ length: 8 }, () => serve(base, `&uid=${uid}`)));
  const shown = (answers: { status: number }[]) => answers.filter(({ status }) => status === 200).length;
  expect(shown(await ask('ann'))).toBe(2);
  // What she did not see is still in the lease of four.
  expect(shown(await ask('bob'))).toBe(2);
  expect(await db.houseLease.count({ where: { campaignId } })).toBe(1);
});

test('without a publisher’s id the cap goes by address and agent, and no cookie is set', async () => {
  await houseCampaign(db, {}, { targeting: { places: [], frequencyCap: { impressions: 1, hours: 1 } } });
  const base = await start();
  const from = (address: string) =>
    get(`${base}/ads/serve?placement=demo-banner`, { 'x-forwarded-for': address });
  const first = await from('198.51.100.1');
  expect([first.status, first.headers['set-cookie']]).toEqual([200, undefined]);
  expect((await from('198.51.100.1')).status).toBe(204);
  expect((await from('198.51.100.2')).status).toBe(200);
});

test('geography comes from the placement or a signed parameter, never from an unsigned one', async () => {
  const texas = { country: 'US', state: 'TX', city: null, radiusKm: null };
  await houseCampaign(db, {}, { targeting: { places: [texas], frequencyCap: null } });
  const base = await start();
  const expiry = Math.floor(Date.now() / SECOND) + 60;
  const sign = (text: string, placement = 'demo-banner') =>
    `&geo=${text}.${hmacHex(geographySecret(SECRETS[0], placement), text)}`;
  expect((await serve(base)).status).toBe(204);
  expect((await serve(base, '&geo=US-TX')).status).toBe(204);
  expect((await serve(base, sign(`US-TX.${expiry}`, 'demo-text'))).status).toBe(204);
  expect((await serve(base, sign(`US-TX.${expiry - 120}`))).status).toBe(204);
  expect((await serve(base, sign(`US-TX.${expiry}`))).status).toBe(200);
});

test('creatives are shown in proportion to their weights, and the same seed decides the same', async () => {
  const creatives = [creative({ weight: 3 }), creative({ weight: 1 }), creative({ weight: 0 })];
  await houseCampaign(db, { units: 100_000 }, { creatives });
  const runs: string[][] = [];
  for (let run = 0; run < 2; run += 1) {
    const base = await start({ random: seeded(11) });
    const shown: string[] = [];
    for (let n = 0; n < 200; n += 1) shown.push(JSON.parse((await serve(base)).text).creative_id);
    runs.push(shown);
    await server?.close();
  }
  server = undefined;
  expect(runs[1]).toEqual(runs[0]);
  const count = (n: number) => runs[0]?.filter((id) => id === creatives[n]?.id).length ?? 0;
  expect(count(0) / 200).toBeCloseTo(0.75, 1);
  expect(count(2)).toBe(0);
});

test('a conversion counts once per order, with its value, for the creative that was clicked; forged ones never', async () => {
  const campaign = await houseCampaign(db);
  const { campaignId } = campaign;
  const base = await start();
  const nonce = randomUUID();
  await get(`${base}/ads/c/${decisionToken(campaign, { nonce })}`);
  const secret = conversionSecret(SECRETS[0], campaignId);
  const url = (order: string, value: number, signed = value) => {
    const conversion = { order_id: order, value, click_id: nonce };
    const sig = hmacHex(secret, conversionText({ ...conversion, value: signed }));
    return `${base}/ads/k/${campaignId}?order_id=${order}&value=${value}&click_id=${nonce}&sig=${sig}`;
  };
  expect((await get(url('A-1', 4_990))).status).toBe(200);
  expect((await get(url('A-1', 4_990))).status).toBe(200);
  expect((await get(url('A-2', 999_999, 1))).status).toBe(404);
  const rows = await db.campaignMetric.findMany({ where: { campaignId }, orderBy: { creativeId: 'asc' } });
  expect(rows).toMatchObject([
    { creativeId: NIL_ID, clicks: 1n, conversions: 1n, revenue: 4_990n, invalid: 1n },
    { creativeId: campaign.creatives[0]?.id, clicks: 1n, conversions: 1n, revenue: 4_990n },
  ]);
});

test('a rightly signed conversion with a control character is refused, and counts for nothing', async () => {
  const { campaignId } = await houseCampaign(db);
  const base = await start();
  const secret = conversionSecret(SECRETS[0], campaignId);
  for (const member of ['order_id', 'click_id'] as const) {
    const conversion = { order_id: 'A-1', value: 100, click_id: '', [member]: 'a\u0000b' };
    const sig = hmacHex(secret, conversionText(conversion));
    const query = new URLSearchParams({ ...conversion, value: '100', sig });
    const { status, text } = await get(`${base}/ads/k/${campaignId}?${query}`);
    expect(status).toBe(422);
    expect(JSON.parse(text)).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: `/${member}` }] });
  }
  expect(await db.adEvent.count({ where: { campaignId } })).toBe(0);
});

test('HEAD is nobody who looks: it is refused everywhere, and counts for nothing', async () => {
  const campaign = await houseCampaign(db);
  const base = await start();
  const token = decisionToken(campaign);
  for (const address of [`i/${token}`, `c/${token}`, 'serve?placement=demo-banner']) {
    const { status, headers } = await fetch(`${base}/ads/${address}`, { method: 'HEAD', redirect: 'manual' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET']);
  }
  expect(await db.adEvent.count({ where: { campaignId: campaign.campaignId } })).toBe(0);
});

test.each(['203.0.113.7', '2001:db8::/32', '0.0.0.0/0', '203.0.113.0/', '203.0.113.0/33', 'example.com/24'])(
  'of networks of data centres %s is taken or refused by name, and never for everywhere',
  async (network) => {
    const isGood = network === '203.0.113.7' || network === '2001:db8::/32';
    const filter = () => createTrafficFilter(['198.51.100.0/24', network]);
    if (isGood) expect(filter).not.toThrow();
    else expect(filter).toThrow(network);
  },
);

test('a click-billed campaign bills valid clicks, and impressions cost nothing', async () => {
  const campaign = await houseCampaign(db, { billedUnit: 'click', units: 2, unitPriceMicros: 250_000 });
  const base = await start();
  for (let n = 0; n < 3; n += 1) {
    const token = decisionToken(campaign);
    await get(`${base}/ads/i/${token}`);
    await get(`${base}/ads/c/${token}`);
  }
  const rows = await db.campaignMetric.findMany({
    where: { campaignId: campaign.campaignId, creativeId: NIL_ID },
  });
  expect(rows).toMatchObject([{ impressions: 3n, clicks: 2n, invalid: 1n, spendMicros: 500_000n }]);
});

test('the example page shows the demo placements', async () => {
  const { text, status } = await get(`${await start()}/example`);
  expect(status).toBe(200);
  for (const placement of ['demo-banner', 'demo-leaderboard', 'demo-text', 'demo-video']) {
    expect(text).toContain(placement);
    expect(await db.placement.count({ where: { id: placement, isActive: true } })).toBe(1);
  }
});

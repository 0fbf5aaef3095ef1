/** What the ad server's tests share: a server on a free port, campaigns with frozen creatives, and signed events. */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createAdServer } from '../../adserver/app';
import type { AdServerDeps } from '../../adserver/deps';
import { createTrackingTokens, type DecisionToken } from '../../adserver/tokens';
import type { FrozenCreative, RevisionContent } from '../../domain/delivery/content';
import { microsPerMinor } from '../../domain/money';
import { HOUR, MINUTE } from '../../domain/time';
import type { Database } from '../../infra/database';
import { activate, type Life, type LineItemTerms } from '../../store/line-items';

export const SECRETS = ['test-tracking-secret-of-32-characters'] as const;
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const REVISION = 'a'.repeat(64);
const DESTINATION = 'https://shop.example/landing?from=ad&click={click_id}';

/** Whatever life a campaign is in. */
export const anyLife: Life = { generation: null, at: Number.POSITIVE_INFINITY };

export interface RunningAdServer {
  url: string;
  close(): Promise<void>;
}

/** Starts an ad server in this process; `over` replaces parts. */
export async function adServer(db: Database, over: Partial<AdServerDeps> = {}): Promise<RunningAdServer> {
  let handle: http.RequestListener = () => {};
  const listener = http.createServer((req, res) => handle(req, res));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const ads = createAdServer({
    db,
    url,
    log: pino({ level: 'silent' }),
    now: Date.now,
    random: Math.random,
    secrets: SECRETS,
    mediaUrl: async (key) => `https://storage.example/${key}`,
    trustProxy: 'loopback',
    timeScale: 1,
    dataCenters: ['203.0.113.0/24'],
    example: true,
    ...over,
  });
  await ads.start();
  handle = ads.app;
  return {
    url,
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      await ads.close();
    },
  };
}

export function creative(over: Partial<FrozenCreative> = {}): FrozenCreative {
  return {
    id: randomUUID(),
    adGroupId: randomUUID(),
    headline: 'Fresh & <local>',
    description: 'Bread at seven.',
    destinationUrl: DESTINATION,
    callToAction: 'Shop Now',
    weight: 1,
    media: {
      id: randomUUID(),
      kind: 'image',
      keys: { original: 'media/original.jpg', '1x1': 'media/1x1.jpg', '16x9': 'media/16x9.jpg' },
      width: 1200,
      height: 1000,
      contentType: 'image/jpeg',
      durationMs: null,
    },
    ...over,
  };
}

export const videoMedia = {
  id: randomUUID(),
  kind: 'video',
  keys: { original: 'media/spot.mp4', thumbnail: 'media/spot.webp' },
  width: 1280,
  height: 720,
  contentType: 'video/mp4',
  durationMs: 15_000,
} as const;

export interface HouseCampaign {
  campaignId: string;
  creatives: FrozenCreative[];
}

/**
 * A campaign on the ad server. Its flight is within its last hundredth, in which all units are due at once: tests of
 * pacing set their own.
 */
export async function houseCampaign(
  db: Database,
  terms: Partial<LineItemTerms> = {},
  content: Partial<RevisionContent> = {},
): Promise<HouseCampaign> {
  const campaignId = randomUUID();
  const creatives = content.creatives ?? [creative()];
  const targeting = content.targeting ?? { places: [], frequencyCap: null };
  const json = JSON.parse(JSON.stringify({ creatives, targeting }));
  await db.campaignRevision.create({ data: { campaignId, hash: REVISION, content: json } });
  const priced = { unitPriceMicros: 1_234, currency: 'USD', units: 1_000, ...terms };
  const all: LineItemTerms = {
    campaignId,
    revision: REVISION,
    billedUnit: 'impression',
    total: costOf(priced),
    dailyUnits: null,
    startAt: Date.now() - 1_000 * HOUR,
    endAt: Date.now() + 10 * MINUTE,
    timeZone: 'America/Los_Angeles',
    wanted: true,
    ...priced,
  };
  await activate(db, all, { by: 'test', at: Date.now() });
  return { campaignId, creatives };
}

/** The least in minor units that buys so many units. */
function costOf({
  units,
  unitPriceMicros,
  currency,
}: Pick<LineItemTerms, 'units' | 'unitPriceMicros' | 'currency'>) {
  return Math.ceil((units * unitPriceMicros) / Number(microsPerMinor(currency)));
}

/** A decision's token as the server signs it, without having been served. */
export function decisionToken(
  campaign: HouseCampaign,
  over: Partial<DecisionToken> = {},
  at = Date.now(),
): string {
  const token = {
    nonce: randomUUID(),
    campaignId: campaign.campaignId,
    creativeId: campaign.creatives[0]?.id ?? '',
    revision: REVISION,
    placement: 'demo-banner',
    leaseId: null,
    ...over,
  };
  return createTrackingTokens(SECRETS).decision(token, at);
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** A GET as a browser sends it, redirects not followed. Rejects when the connection breaks. */
export function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { 'user-agent': BROWSER, ...headers };
    const request = http.get(url, { agent, headers: all, timeout: 15_000 }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', reject);
  });
}

/** Runs a task for each item, so many at a time. */
export async function each<T>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items].reverse();
  const run = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await task(item);
  };
  await Promise.all(Array.from({ length: limit }, run));
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

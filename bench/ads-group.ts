/** Ad decisions and tracked impressions against a route of Express that answers a constant; nothing acknowledged is lost. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createTrackingTokens } from '../adserver/tokens';
import { startNodeProcess } from '../bin/system/node-process';
import { freePort } from '../bin/system/ports';
import type { RevisionContent } from '../domain/delivery/content';
import { DAY } from '../domain/time';
import type { Database } from '../infra/database';
import { activate, type LineItemTerms } from '../store/line-items';
import { atMost, type Bench, compare, type Figure, watched } from './figures';
import { httpRequest, load } from './http-load';
import { environment, openParts } from './life/parts';

const CONNECTIONS = 64;
const REVISION = 'b'.repeat(64);
const PLACEMENT = 'demo-banner';
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

export async function adsGroup(bench: Bench): Promise<Figure[]> {
  const { stand } = bench;
  const where = { ...stand, timeScale: 1 };
  const { deps, close } = openParts(where);
  const ends: (() => Promise<unknown>)[] = [close];
  const start = async (name: string, file: string) => {
    const port = await freePort();
    const env = { ...process.env, ...environment(where), ADSERVER_PORT: String(port) };
    const server = await startNodeProcess({ name, file, env, logDir: stand.folder });
    ends.unshift(server.stop);
    return port;
  };
  try {
    const campaign = await houseCampaign(deps.db);
    const ours = await start('adserver', path.resolve(__dirname, '../bin/adserver.ts'));
    const bare = await start('bare-adserver', require.resolve('./bare/adserver'));
    const tokens = createTrackingTokens([deps.config.TRACKING_SECRET]);
    const headers = { 'user-agent': BROWSER };
    const serve = httpRequest(`GET /ads/serve?placement=${PLACEMENT}`, headers);
    const impression = () => {
      const token = {
        ...campaign,
        nonce: randomUUID(),
        revision: REVISION,
        placement: PLACEMENT,
        leaseId: null,
      };
      return httpRequest(`GET /ads/i/${tokens.decision(token, Date.now())}`, headers);
    };
    const round = (port: number, request: () => string) =>
      load({ port, connections: CONNECTIONS, warmUpMs: 1_000, measuredMs: 4_000, request, status: 200 });
    let acknowledged = 0;
    let refused = 0;
    const decisions = await compare(bench, {
      name: 'ads.decisions',
      unit: 'requests/s',
      goal: 0.5,
      ours: async () => {
        const { perSecond, others } = await round(ours, () => serve);
        refused += Object.values(others).reduce((sum, n) => sum + n, 0);
        return perSecond;
      },
      bare: async () => (await round(bare, () => serve)).perSecond,
    });
    const events = await compare(bench, {
      name: 'ads.events',
      unit: 'requests/s',
      goal: 0.5,
      ours: async () => {
        const { perSecond, good, others } = await round(ours, impression);
        acknowledged += good;
        refused += Object.values(others).reduce((sum, n) => sum + n, 0);
        return perSecond;
      },
      bare: async () => (await round(bare, impression)).perSecond,
    });
    const counted = await countedImpressions(deps.db, campaign.campaignId);
    return [
      ...decisions,
      ...events,
      watched('ads.acknowledged', acknowledged, 'events'),
      atMost('ads.acknowledged_and_lost', acknowledged - counted, 'events', 0),
      atMost('ads.answered_otherwise', refused, 'requests', 0),
    ];
  } finally {
    for (const end of ends) await end();
  }
}

/** A campaign that buys more than any round can show, in the middle of its flight. */
async function houseCampaign(db: Database): Promise<{ campaignId: string; creativeId: string }> {
  const [campaignId, creativeId] = [randomUUID(), randomUUID()];
  const keys = { original: 'media/a.jpg', '1x1': 'media/a.jpg', '16x9': 'media/a.jpg' };
  const picture = {
    kind: 'image',
    width: 1200,
    height: 1000,
    contentType: 'image/jpeg',
    durationMs: null,
  } as const;
  const creative = {
    id: creativeId,
    adGroupId: randomUUID(),
    headline: 'Fresh bread',
    description: 'At seven.',
    destinationUrl: 'https://shop.example/',
    callToAction: 'Learn More',
    weight: 1,
    media: { id: randomUUID(), keys, ...picture },
  };
  const content = {
    creatives: [creative],
    targeting: { places: [], frequencyCap: null },
  } satisfies RevisionContent;
  await db.campaignRevision.create({ data: { campaignId, hash: REVISION, content } });
  const terms: LineItemTerms = {
    campaignId,
    revision: REVISION,
    billedUnit: 'impression',
    unitPriceMicros: 1_000,
    currency: 'USD',
    total: 100_000_000,
    units: 1_000_000_000,
    dailyUnits: null,
    startAt: Date.now() - 15 * DAY,
    endAt: Date.now() + 15 * DAY,
    timeZone: 'UTC',
    wanted: true,
  };
  await activate(db, terms, { by: 'bench', at: Date.now() });
  return { campaignId, creativeId };
}

async function countedImpressions(db: Database, campaignId: string): Promise<number> {
  const rows = await db.campaignMetric.findMany({
    where: { campaignId, creativeId: '00000000-0000-0000-0000-000000000000' },
  });
  return Number(rows.reduce((sum, row) => sum + row.impressions, 0n));
}

/** What an admin's override lets go on delivers no unit beyond what is still paid for, on a line item and its ad servers. */
import { NIL_ID } from '../../domain/delivery/count';
import type { Database } from '../../infra/database';
import { cutUnits, setDelivery } from '../../store/line-items';
import {
  adServer,
  anyLife,
  each,
  get,
  type HouseCampaign,
  houseCampaign,
  type RunningAdServer,
} from './house';
import { freshDatabase } from './parts';

let db: Database;
let close: () => Promise<void>;
let server: RunningAdServer;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
}, 60_000);
afterAll(() => close());
beforeEach(async () => {
  await db.houseLineItem.updateMany({ data: { status: 'paused' } });
  server = await adServer(db);
});
afterEach(() => server.close());

const lineOf = (campaignId: string) => db.houseLineItem.findUniqueOrThrow({ where: { campaignId } });

/** Ads of the one campaign that delivers, as their viewers' browsers would see them: the pixels' addresses. */
async function serve(most: number): Promise<string[]> {
  const pixels: string[] = [];
  for (let n = 0; n < most; n += 1) {
    const { status, text } = await get(`${server.url}/ads/serve?placement=demo-banner`);
    if (status === 200) pixels.push(JSON.parse(text).impression_url);
  }
  return pixels;
}

const see = (pixels: readonly string[]) => each(pixels, 8, async (pixel) => void (await get(pixel)));

async function within(ms: number, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await new Promise((next) => setTimeout(next, 50)))
    if (Date.now() > end) throw new Error(`not within ${ms} ms`);
}

/** Waits for its first ad, which is seen. */
const begins = () =>
  within(3_000, async () => {
    const pixels = await serve(1);
    await see(pixels);
    return pixels.length === 1;
  });

/** Held, cut to what is paid, and let go on: as the workflow does it. */
async function override({ campaignId }: HouseCampaign, paidUnits: number): Promise<void> {
  // At 1,234 micros a unit.
  const paid = { units: paidUnits, total: Math.ceil((paidUnits * 1_234) / 10_000) };
  await cutUnits(db, campaignId, paid, Date.now(), anyLife);
  await setDelivery(db, campaignId, true, anyLife);
}

test.each([
  ['more than was delivered is still paid for', 60, 60],
  ['less than was delivered is still paid for', 5, 20],
  ['nothing is paid for any more', 0, 20],
])(
  '%s: that much is delivered, and no unit more',
  async (_what, paid, most) => {
    const campaign = await houseCampaign(db, { units: 100 });
    await within(3_000, async () => (await serve(1)).length === 1);
    await see(await serve(20));
    expect(await lineOf(campaign.campaignId)).toMatchObject({ delivered: 20n });
    // Ads that were decided before the hold, and are seen after the override.
    const late = await serve(4);
    await setDelivery(db, campaign.campaignId, false, anyLife);
    await within(3_000, async () => {
      const more = await serve(1);
      late.push(...more);
      return more.length === 0;
    });

    await override(campaign, paid);
    const cut = await lineOf(campaign.campaignId);
    expect(cut).toMatchObject({ status: 'active', units: BigInt(most) });
    if (paid <= 20) expect(cut).toMatchObject({ leased: 0n });
    await see(late);
    for (let round = 0; round < 4; round += 1) {
      await new Promise((next) => setTimeout(next, 600));
      await see(await serve(60));
    }
    const { delivered, units } = await lineOf(campaign.campaignId);
    expect(units).toBe(BigInt(most));
    // A unit may be leased still for an ad that nobody saw.
    expect([most, most - 1]).toContain(Number(delivered));
    const total = { campaignId: campaign.campaignId, creativeId: NIL_ID };
    const [metric] = await db.campaignMetric.findMany({ where: total });
    expect(metric?.spendMicros).toBe(delivered * 1_234n);
  },
  60_000,
);

test('an override of an exhausted budget or a dispute, which takes nothing away, sells nothing either', async () => {
  const campaign = await houseCampaign(db, { units: 10 });
  await begins();
  for (let round = 0; round < 3; round += 1) await see(await serve(10));
  expect(await lineOf(campaign.campaignId)).toMatchObject({ delivered: 10n });
  await setDelivery(db, campaign.campaignId, false, anyLife);
  await setDelivery(db, campaign.campaignId, true, anyLife);
  await new Promise((next) => setTimeout(next, 1_500));
  expect(await serve(10)).toEqual([]);
  expect(await lineOf(campaign.campaignId)).toMatchObject({ status: 'active', delivered: 10n, leased: 0n });
});

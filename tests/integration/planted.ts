/** Many active campaigns at once, as rows: what no test has the time to bring to life one by one. */
import type { Database } from '../../infra/database';

/** Campaigns of one advertiser with a line item each, which all of them may deliver now; none has a workflow. */
export async function plantCampaigns(db: Database, advertiserId: string, count: number): Promise<void> {
  await db.$executeRaw`
    WITH planted AS (
      INSERT INTO campaigns (id, advertiser_id, ad_account_id, channel, name, objective, tags, phase, status, over, version,
        currency, time_zone, waiting_since, view, targeting, fingerprint)
      SELECT gen_random_uuid(), ${advertiserId}::uuid, gen_random_uuid(), 'house', 'Campaign ' || n, 'traffic', '{}',
        'active', 'active', false, 5, 'USD', 'UTC', now(), '{"holds": []}', '{}', ''
      FROM generate_series(1, ${count}::int) AS n
      RETURNING id)
    INSERT INTO house_line_items (campaign_id, advertiser_id, status, revision, billed_unit, unit_price_micros, currency,
      units, start_at, end_at, time_zone, plan_from)
    SELECT id, ${advertiserId}::uuid, 'active', repeat('a', 64), 'impression', 1000, 'USD', 1000,
      now() - interval '1000 hours', now() + interval '10 minutes', 'UTC', now() - interval '1000 hours' FROM planted`;
  await db.$executeRaw`
    INSERT INTO campaign_revisions (campaign_id, hash, content)
    SELECT campaign_id, revision, jsonb_build_object(
      'targeting', jsonb_build_object('places', '[]'::jsonb, 'frequencyCap', NULL),
      'creatives', jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'adGroupId', gen_random_uuid(),
        'headline', 'Fresh bread', 'description', 'At seven.', 'destinationUrl', 'https://shop.example/',
        'callToAction', 'Shop Now', 'weight', 1, 'media', NULL)))
    FROM house_line_items WHERE advertiser_id = ${advertiserId}::uuid`;
}

/** The final report of a campaign: written once by its completing activity, read by everyone after. */
import type { DeliveryReading } from '../contracts/campaign';
import type { Database } from '../infra/database';

/** What a final report says besides the metrics. */
export interface ReportFacts {
  name: string;
  currency: string;
  ending: string;
  endReason: string | null;
}

/** Stores the report from the metrics as they stand; the same again while the metrics are the same. */
export async function storeReport(
  db: Database,
  campaignId: string,
  facts: ReportFacts,
  reading: DeliveryReading,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO campaign_reports (campaign_id, report)
    SELECT ${campaignId}::uuid, ${JSON.stringify({ ...facts, ...reading })}::jsonb || jsonb_build_object(
      'impressions', coalesce(sum(impressions), 0), 'clicks', coalesce(sum(clicks), 0),
      'conversions', coalesce(sum(conversions), 0), 'invalid', coalesce(sum(invalid), 0), 'revenue', coalesce(sum(revenue), 0),
      'days', coalesce(jsonb_agg(jsonb_build_object('date', date, 'impressions', impressions, 'clicks', clicks,
        'conversions', conversions) ORDER BY date) FILTER (WHERE date IS NOT NULL), '[]'))
    FROM campaign_metrics
    WHERE campaign_id = ${campaignId}::uuid AND creative_id = '00000000-0000-0000-0000-000000000000'
    ON CONFLICT (campaign_id) DO UPDATE SET report = excluded.report`;
}

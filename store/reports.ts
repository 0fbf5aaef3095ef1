/** The final report of a campaign: its money as the completing activity found it, its counts as the metrics have them. */
import { z } from 'zod';
import type { DeliveryReading } from '../contracts/campaign';
import type { Database, Queryable } from '../infra/database';

/** What a final report says besides what was delivered. */
export interface ReportFacts {
  name: string;
  currency: string;
  ending: string;
  endReason: string | null;
}

/** Stores what is final: how the campaign ended, and what of it is charged. */
export async function storeReport(
  db: Database,
  campaignId: string,
  facts: ReportFacts,
  reading: DeliveryReading,
): Promise<void> {
  const report = { ...facts, ...reading };
  await db.campaignReport.upsert({
    where: { campaignId },
    create: { campaignId, report },
    update: { report },
  });
}

const Report = z.array(z.object({ report: z.unknown() }));

/**
 * The report with its counts, or null while there is none. Clicks and conversions that come after the end cost nothing;
 * they are counted here as everywhere.
 */
export async function readReport(db: Queryable, campaignId: string): Promise<unknown> {
  const rows = await db.$queryRaw`
    SELECT r.report || (
      SELECT jsonb_build_object(
        'impressions', coalesce(sum(impressions), 0), 'clicks', coalesce(sum(clicks), 0),
        'conversions', coalesce(sum(conversions), 0), 'invalid', coalesce(sum(invalid), 0), 'revenue', coalesce(sum(revenue), 0),
        'days', coalesce(jsonb_agg(jsonb_build_object('date', date, 'impressions', impressions, 'clicks', clicks,
          'conversions', conversions) ORDER BY date), '[]'))
      FROM campaign_days(r.campaign_id)) AS report
    FROM campaign_reports r WHERE r.campaign_id = ${campaignId}::uuid`;
  return Report.parse(rows)[0]?.report ?? null;
}

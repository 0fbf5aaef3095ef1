/** Reads what campaigns achieved, by day. */
import { z } from 'zod';
import { NIL_ID } from '../domain/delivery/count';
import type { Results } from '../domain/metrics';
import type { Queryable } from '../infra/database';

export interface DayResults extends Results {
  /** YYYY-MM-DD in the campaign's zone. */
  date: string;
  /** Events counted apart and never billed. */
  invalid: number;
}

/** Totals of a campaign by day, both dates included, oldest first; days without any event have no row. */
export async function campaignDays(
  db: Queryable,
  campaignId: string,
  from: string,
  to: string,
): Promise<DayResults[]> {
  const rows = await db.campaignMetric.findMany({
    where: { campaignId, creativeId: NIL_ID, date: between(from, to) },
    orderBy: { date: 'asc' },
  });
  return rows.map((row) => ({
    date: row.date.toISOString().slice(0, 10),
    impressions: Number(row.impressions),
    clicks: Number(row.clicks),
    conversions: Number(row.conversions),
    invalid: Number(row.invalid),
    spendMicros: row.spendMicros,
    revenue: Number(row.revenue),
  }));
}

const AccountDay = z.object({
  currency: z.string(),
  date: z.date().transform((date) => date.toISOString().slice(0, 10)),
  impressions: z.bigint().transform(Number),
  clicks: z.bigint().transform(Number),
  conversions: z.bigint().transform(Number),
  invalid: z.bigint().transform(Number),
  spendMicros: z.bigint(),
  revenue: z.bigint().transform(Number),
});

/** Totals of all campaigns of an advertiser by currency and day, each in its campaign's zone, oldest first. */
export async function advertiserDays(
  db: Queryable,
  advertiserId: string,
  from: string,
  to: string,
): Promise<(DayResults & { currency: string })[]> {
  const rows = await db.$queryRaw`
    SELECT c.currency, m.date, sum(m.impressions)::bigint AS impressions, sum(m.clicks)::bigint AS clicks,
      sum(m.conversions)::bigint AS conversions, sum(m.invalid)::bigint AS invalid,
      sum(m.spend_micros)::bigint AS "spendMicros", sum(m.revenue)::bigint AS revenue
    FROM campaign_metrics m JOIN campaigns c ON c.id = m.campaign_id
    WHERE c.advertiser_id = ${advertiserId}::uuid AND m.creative_id = ${NIL_ID}::uuid
      AND m.date BETWEEN ${from}::date AND ${to}::date
    GROUP BY c.currency, m.date ORDER BY c.currency, m.date`;
  return z.array(AccountDay).parse(rows);
}

/** Invalid events by reason, both dates included. */
export async function invalidByReason(
  db: Queryable,
  campaignId: string,
  from: string,
  to: string,
): Promise<Record<string, number>> {
  const rows = await db.invalidTraffic.groupBy({
    by: ['reason'],
    where: { campaignId, date: between(from, to) },
    _sum: { count: true },
    orderBy: { reason: 'asc' },
  });
  return Object.fromEntries(rows.map((row) => [row.reason, Number(row._sum.count ?? 0n)]));
}

function between(from: string, to: string) {
  return { gte: new Date(from), lte: new Date(to) };
}

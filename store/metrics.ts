/** Reads what campaigns achieved, by day. */
import { z } from 'zod';
import type { Results } from '../domain/metrics';
import type { Queryable } from '../infra/database';

export interface DayResults extends Results {
  /** YYYY-MM-DD in the campaign's zone. */
  date: string;
  /** Events counted apart and never billed. */
  invalid: number;
}

const Day = z.object({
  date: z.date().transform((date) => date.toISOString().slice(0, 10)),
  impressions: z.bigint().transform(Number),
  clicks: z.bigint().transform(Number),
  conversions: z.bigint().transform(Number),
  invalid: z.bigint().transform(Number),
  spend: z.bigint().transform(Number),
  spendMicros: z.bigint(),
  revenue: z.bigint().transform(Number),
});

/** Totals of a campaign by day, both dates included, oldest first; days without any event have no row. */
export async function campaignDays(
  db: Queryable,
  campaignId: string,
  from: string,
  to: string,
): Promise<DayResults[]> {
  const rows = await db.$queryRaw`
    SELECT date, impressions, clicks, conversions, invalid, spend, spend_micros AS "spendMicros", revenue
    FROM campaign_days(${campaignId}::uuid) WHERE date BETWEEN ${from}::date AND ${to}::date ORDER BY date`;
  return z.array(Day).parse(rows);
}

const AccountDay = Day.extend({ currency: z.string() });

/** Totals of all campaigns of an advertiser by currency and day, each in its campaign's zone, oldest first. */
export async function advertiserDays(
  db: Queryable,
  advertiserId: string,
  from: string,
  to: string,
): Promise<(DayResults & { currency: string })[]> {
  const rows = await db.$queryRaw`
    SELECT c.currency, d.date, sum(d.impressions)::bigint AS impressions, sum(d.clicks)::bigint AS clicks,
      sum(d.conversions)::bigint AS conversions, sum(d.invalid)::bigint AS invalid, sum(d.spend)::bigint AS spend,
      sum(d.spend_micros)::bigint AS "spendMicros", sum(d.revenue)::bigint AS revenue
    FROM campaigns c CROSS JOIN LATERAL campaign_days(c.id) d
    WHERE c.advertiser_id = ${advertiserId}::uuid AND d.date BETWEEN ${from}::date AND ${to}::date
    GROUP BY c.currency, d.date ORDER BY c.currency, d.date`;
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

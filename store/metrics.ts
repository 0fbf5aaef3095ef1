/** Reads what campaigns achieved, by day. */
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

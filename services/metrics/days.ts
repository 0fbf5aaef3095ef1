/** What a campaign achieved, day by day and in sum. */
import { dateIn } from '../../domain/delivery/day';
import { BusinessError } from '../../domain/errors';
import { addResults, noResults, type Ratios, type Results, ratios } from '../../domain/metrics';
import { DAY } from '../../domain/time';
import type { Campaign } from '../../prisma/generated/client';
import { campaignDays, invalidByReason } from '../../store/metrics';
import { findCampaign } from '../campaigns/find';
import type { Allowed } from '../context';
import { verb } from '../verb';

/** Calendar dates, both included. */
export interface Dates {
  from?: string | undefined;
  to?: string | undefined;
}

export interface RangeInput extends Dates {
  campaignId: string;
}

export interface Range {
  campaignId: string;
  currency: string;
  timeZone: string;
  /** Calendar dates of the campaign's zone, both included. */
  from: string;
  to: string;
}

/** Money in minor units: what was delivered, and ratios rounded half-even. */
export interface Shown extends Omit<Results, 'spendMicros'>, Ratios {
  invalid: number;
}

export interface DailyMetrics extends Range {
  days: (Shown & { date: string })[];
}

const DEFAULT_DAYS = 30;

/** One row a day that has any, oldest first. @throws NOT_FOUND; VALIDATION_FAILED for a range that ends too early. */
export const dailyMetrics = verb<RangeInput, DailyMetrics>('campaign.read', async (ctx, input) => {
  const campaign = await findCampaign(ctx, input.campaignId);
  const range = rangeOf(ctx, campaign, input);
  const days = await campaignDays(ctx.db, campaign.id, range.from, range.to);
  return { ...range, days: days.map((day) => ({ date: day.date, ...shown(day, campaign.currency) })) };
});

/** The sum of the range, and its invalid traffic by reason. @throws as {@link dailyMetrics} */
export const metricsSummary = verb<RangeInput, Range & Shown & { invalidByReason: Record<string, number> }>(
  'campaign.read',
  async (ctx, input) => {
    const campaign = await findCampaign(ctx, input.campaignId);
    const range = rangeOf(ctx, campaign, input);
    const days = await campaignDays(ctx.db, campaign.id, range.from, range.to);
    const sum = days.reduce(addResults, noResults);
    const invalid = days.reduce((total, day) => total + day.invalid, 0);
    return {
      ...range,
      ...shown({ ...sum, invalid }, campaign.currency),
      invalidByReason: await invalidByReason(ctx.db, campaign.id, range.from, range.to),
    };
  },
);

function rangeOf(
  { now }: Allowed,
  { id, currency, timeZone }: Pick<Campaign, 'id' | 'currency' | 'timeZone'>,
  input: RangeInput,
): Range {
  return { campaignId: id, currency, timeZone, ...datesOf(input, dateIn(timeZone, now())) };
}

/** The days that are asked for: the last thirty unless said. @throws VALIDATION_FAILED when they end too early. */
export function datesOf(dates: Dates, today: string): { from: string; to: string } {
  const { from, to = today } = dates;
  const begin = from ?? daysBefore(to, DEFAULT_DAYS - 1);
  if (begin > to) {
    const errors = [{ path: '/from', message: 'Begins after it ends.' }];
    throw new BusinessError('VALIDATION_FAILED', { errors });
  }
  return { from: begin, to };
}

/** A calendar date some days earlier; never before 1970, where nothing is. */
export function daysBefore(date: string, days: number): string {
  return new Date(Math.max(0, Date.parse(date) - days * DAY)).toISOString().slice(0, 10);
}

/** As people see it: counts, money in minor units, and the ratios. */
export function shown({ spendMicros, ...results }: Results & { invalid: number }, currency: string): Shown {
  const { impressions, clicks, conversions, invalid, spend, revenue } = results;
  const counts = { impressions, clicks, conversions, invalid, spend, revenue };
  return { ...counts, ...ratios({ spendMicros, ...results }, currency) };
}

/** Results of a campaign on the wire: by day, in sum, and how conversions are told. */
import { z } from 'zod';
import { CalendarDate, Currency } from './common';

const range = {
  from: CalendarDate.optional().meta({
    description: 'First day, in the campaign’s zone; 30 days back unless said',
  }),
  to: CalendarDate.optional().meta({ description: 'Last day, included; today unless said' }),
};

/** Days that one request may span. */
const LONGEST_RANGE_DAYS = 400;

function checkRange(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  ctx: z.RefinementCtx,
) {
  if (from === undefined || to === undefined) return;
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days < 0) ctx.addIssue({ code: 'custom', path: ['to'], message: 'Ends before it begins.' });
  if (days >= LONGEST_RANGE_DAYS) {
    ctx.addIssue({ code: 'custom', path: ['from'], message: `At most ${LONGEST_RANGE_DAYS} days at once.` });
  }
}

export const RangeQuery = z.strictObject(range).superRefine(checkRange);
export const DaysQuery = z
  .strictObject({ ...range, format: z.enum(['json', 'csv']).default('json') })
  .superRefine(checkRange);

const Count = z.int().min(0);
const Minor = z.int().min(0).meta({ description: 'Minor units' });

/** The members of one row of results, in the order of the CSV's columns. */
export const results = {
  impressions: Count,
  clicks: Count,
  conversions: Count,
  invalid: Count.meta({ description: 'Events counted apart and never billed' }),
  spend: Minor,
  revenue: Minor,
  ctr: z.number().nullable().meta({ description: 'Percentage: clicks / impressions × 100' }),
  cpm: Minor.nullable().meta({ description: 'Minor units: spend / impressions × 1000' }),
  cpc: Minor.nullable().meta({ description: 'Minor units: spend / clicks' }),
  cpa: Minor.nullable().meta({ description: 'Minor units: spend / conversions' }),
  roas: z.number().nullable().meta({ description: 'Revenue / spend' }),
};

const scope = {
  campaign_id: z.uuid(),
  currency: Currency,
  time_zone: z.string(),
  from: CalendarDate,
  to: CalendarDate,
};

const DayResults = z.strictObject({ date: CalendarDate, ...results });
export const DaysAnswer = z.strictObject({ ...scope, items: z.array(DayResults) });
export const SummaryAnswer = z.strictObject({
  ...scope,
  ...results,
  invalid_by_reason: z.record(z.string(), Count),
});

const Compared = z.strictObject({ from: CalendarDate, to: CalendarDate, ...results });
const compared = {
  total: z.strictObject(results),
  before: Compared.meta({ description: 'As many days before the first' }),
  items: z.array(DayResults),
};

export const CampaignAnalytics = z.strictObject({ ...scope, ...compared }).meta({ id: 'CampaignAnalytics' });
export const AccountAnalytics = z
  .strictObject({
    from: CalendarDate,
    to: CalendarDate,
    currencies: z.array(z.strictObject({ currency: Currency, ...compared })),
  })
  .meta({ id: 'AccountAnalytics' });

export const ConversionTracking = z.strictObject({
  url: z.url().meta({ description: 'Add order_id, value, click_id and sig' }),
  secret: z.string().meta({ description: 'Signs conversions: keep it on the server' }),
  signed_text: z.string().meta({ description: 'What sig is the HMAC-SHA256 (hex) of, under the secret' }),
});

/** What a campaign achieved. */
import { stringify } from 'csv-stringify/sync';
import { Currency, IdParams } from '../../schemas/common';
import {
  AccountAnalytics,
  CampaignAnalytics,
  ConversionTracking,
  DaysAnswer,
  DaysQuery,
  RangeQuery,
  results,
  SummaryAnswer,
} from '../../schemas/metrics';
import { accountAnalytics, type Compared, campaignAnalytics } from '../../services/metrics/analytics';
import { conversionTracking } from '../../services/metrics/conversion-tracking';
import {
  type DailyMetrics,
  dailyMetrics,
  metricsSummary,
  type Range,
  type RangeInput,
  type Shown,
} from '../../services/metrics/days';
import type { Verb } from '../../services/verb';
import { type Route, route } from '../route';

const tag = 'Metrics';
const csvColumns = ['date', 'currency', ...Object.keys(results)];

function presentRange({ campaignId, currency, timeZone, from, to }: Range) {
  return { campaign_id: campaignId, currency: Currency.parse(currency), time_zone: timeZone, from, to };
}

function presentResults(results: Shown): Shown {
  const { impressions, clicks, conversions, invalid, spend, revenue, ctr, cpm, cpc, cpa, roas } = results;
  return { impressions, clicks, conversions, invalid, spend, revenue, ctr, cpm, cpc, cpa, roas };
}

/** Fields in one order, and no date twice. */
function presentCompared({ total, before: { from, to, ...earlier }, days }: Compared) {
  return {
    total: presentResults(total),
    before: { from, to, ...presentResults(earlier) },
    items: days.map((day) => ({ date: day.date, ...presentResults(day) })),
  };
}

interface DaysRequest extends RangeInput {
  format: 'json' | 'csv';
}

/** The use case does not care how its answer is written; the route has to. */
const daysInFormat: Verb<DaysRequest, DailyMetrics & Pick<DaysRequest, 'format'>> = {
  action: dailyMetrics.action,
  call: async (ctx, { format, ...input }) => ({ format, ...(await dailyMetrics.call(ctx, input)) }),
};

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/campaigns/{id}/metrics',
    summary: 'Results of a campaign by day, days without any left out; `format=csv` answers text/csv',
    tag,
    params: IdParams,
    query: DaysQuery,
    verb: daysInFormat,
    input: ({ params, query }) => ({ campaignId: params.id, ...query }),
    status: 200,
    answer: DaysAnswer,
    contentType: 'application/json',
    otherType: 'text/csv',
    present: ({ format, days, ...range }) => {
      const items = days.map((day) => ({ date: day.date, ...presentResults(day) }));
      if (format === 'json') return { ...presentRange(range), items };
      const rows = items.map(({ date, ...results }) => ({ date, currency: range.currency, ...results }));
      return stringify(rows, { header: true, columns: csvColumns });
    },
    headers: {
      'Content-Type': ({ format }) => (format === 'csv' ? 'text/csv; charset=utf-8' : undefined),
      'Content-Disposition': ({ format, campaignId }) =>
        format === 'csv' ? `attachment; filename="campaign-${campaignId}.csv"` : undefined,
    },
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'get',
    path: '/campaigns/{id}/metrics/summary',
    summary: 'Results of a campaign in sum, with its invalid traffic by reason',
    tag,
    params: IdParams,
    query: RangeQuery,
    verb: metricsSummary,
    input: ({ params, query }) => ({ campaignId: params.id, ...query }),
    status: 200,
    answer: SummaryAnswer,
    present: (summary) => ({
      ...presentRange(summary),
      ...presentResults(summary),
      invalid_by_reason: summary.invalidByReason,
    }),
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'get',
    path: '/campaigns/{id}/analytics',
    summary: 'Results of a campaign in sum, by day, and against as many days before',
    tag,
    params: IdParams,
    query: RangeQuery,
    verb: campaignAnalytics,
    input: ({ params, query }) => ({ campaignId: params.id, ...query }),
    status: 200,
    answer: CampaignAnalytics,
    present: (analytics) => ({ ...presentRange(analytics), ...presentCompared(analytics) }),
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'get',
    path: '/analytics',
    summary: 'Results of all your campaigns by currency: in sum, by day, and against as many days before',
    tag,
    query: RangeQuery,
    verb: accountAnalytics,
    input: ({ query }) => query,
    status: 200,
    answer: AccountAnalytics,
    present: ({ from, to, currencies }) => ({
      from,
      to,
      currencies: currencies.map(({ currency, ...compared }) => ({
        currency: Currency.parse(currency),
        ...presentCompared(compared),
      })),
    }),
    errors: [],
  }),
  route({
    method: 'get',
    path: '/campaigns/{id}/conversion-tracking',
    summary: 'How the advertiser’s site reports conversions: address and signing secret',
    tag,
    params: IdParams,
    verb: conversionTracking,
    input: ({ params }) => ({ campaignId: params.id }),
    status: 200,
    answer: ConversionTracking,
    present: ({ url, secret, signedText }) => ({ url, secret, signed_text: signedText }),
    errors: ['NOT_FOUND'],
  }),
];

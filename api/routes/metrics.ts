/** What a campaign achieved. */
import { stringify } from 'csv-stringify/sync';
import { Currency, IdParams } from '../../schemas/common';
import {
  ConversionTracking,
  DayResults,
  DaysAnswer,
  DaysQuery,
  RangeQuery,
  SummaryAnswer,
} from '../../schemas/metrics';
import { conversionTracking } from '../../services/metrics/conversion-tracking';
import { dailyMetrics, metricsSummary, type Range, type Shown } from '../../services/metrics/days';
import { type Route, route } from '../route';

const tag = 'Metrics';

function presentRange({ campaignId, currency, timeZone, from, to }: Range) {
  return { campaign_id: campaignId, currency: Currency.parse(currency), time_zone: timeZone, from, to };
}

function presentResults(results: Shown): Shown {
  const { impressions, clicks, conversions, invalid, spend, revenue, ctr, cpm, cpc, cpa, roas } = results;
  return { impressions, clicks, conversions, invalid, spend, revenue, ctr, cpm, cpc, cpa, roas };
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/campaigns/{id}/metrics',
    summary: 'Results of a campaign by day; `format=csv` answers text/csv',
    tag,
    params: IdParams,
    query: DaysQuery,
    verb: {
      ...dailyMetrics,
      call: async (ctx, { format, ...input }: DaysInput) => ({ format, ...(await dailyMetrics.call(ctx, input)) }),
    },
    input: ({ params, query: { format, from, to } }) => ({ campaignId: params.id, format, from, to }),
    status: 200,
    answer: DaysAnswer.or(CSV),
    contentType: 'application/json',
    present: ({ format, days, ...range }) => {
      const items = days.map((day) => ({ date: day.date, ...presentResults(day) }));
      const columns = Object.keys(DayResults.shape);
      return format === 'csv'
        ? stringify(items, { header: true, columns })
        : { ...presentRange(range), items };
    },
    errors: ['NOT_FOUND'],
    rate: 'read',
  }),
];

/** Results in sum, by day, and against the days before: of one campaign, and of all of the caller's. */
import { dateIn } from '../../domain/delivery/day';
import { addResults, noResults } from '../../domain/metrics';
import { DAY } from '../../domain/time';
import { advertiserDays, campaignDays, type DayResults } from '../../store/metrics';
import { findCampaign } from '../campaigns/find';
import { verb } from '../verb';
import { type Dates, datesOf, daysBefore, type Range, type RangeInput, type Shown, shown } from './days';

export interface Compared {
  total: Shown;
  /** As many days before the first. */
  before: Shown & { from: string; to: string };
  days: (Shown & { date: string })[];
}

/** @throws NOT_FOUND; VALIDATION_FAILED for a range that ends too early. */
export const campaignAnalytics = verb<RangeInput, Range & Compared>('campaign.read', async (ctx, input) => {
  const { id, currency, timeZone } = await findCampaign(ctx, input.campaignId);
  const range = datesOf(input, dateIn(timeZone, ctx.now()));
  const rows = await campaignDays(ctx.db, id, beginning(range), range.to);
  return { campaignId: id, currency, timeZone, ...range, ...compare(rows, range, currency) };
});

interface AccountResults {
  from: string;
  to: string;
  /** Amounts of different currencies are never added. */
  currencies: (Compared & { currency: string })[];
}

/** Of the caller's own campaigns, whatever his role; today is today in UTC. @throws VALIDATION_FAILED */
export const accountAnalytics = verb<Dates, AccountResults>(
  'campaign.read',
  async ({ db, caller, now }, input) => {
    const range = datesOf(input, dateIn('UTC', now()));
    const rows = await advertiserDays(db, caller.userId, beginning(range), range.to);
    const currencies = [...new Set(rows.map((row) => row.currency))].map((currency) => {
      const ours = rows.filter((row) => row.currency === currency);
      return { currency, ...compare(ours, range, currency) };
    });
    return { ...range, currencies };
  },
);

type Days = { from: string; to: string };

/** The first of the days that it is compared with. */
function beginning({ from, to }: Days): string {
  return daysBefore(from, (Date.parse(to) - Date.parse(from)) / DAY + 1);
}

function compare(rows: readonly DayResults[], range: Days, currency: string): Compared {
  const ours = rows.filter(({ date }) => date >= range.from);
  const earlier = rows.filter(({ date }) => date < range.from);
  return {
    total: sum(ours, currency),
    before: { from: beginning(range), to: daysBefore(range.from, 1), ...sum(earlier, currency) },
    days: ours.map((day) => ({ date: day.date, ...shown(day, currency) })),
  };
}

function sum(days: readonly DayResults[], currency: string): Shown {
  const invalid = days.reduce((total, day) => total + day.invalid, 0);
  return shown({ ...days.reduce(addResults, noResults), invalid }, currency);
}

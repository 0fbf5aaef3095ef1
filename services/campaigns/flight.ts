/** A flight's calendar dates as instants: the workflow knows only instants. */
import type { CampaignBrief } from '../../contracts/campaign';
import { dateIn, startOfDay } from '../../domain/delivery/day';
import { BusinessError } from '../../domain/errors';
import { DAY, daysAfter, type Instant } from '../../domain/time';

type Flight = Pick<CampaignBrief, 'startAt' | 'endAt' | 'startDate' | 'endDate'>;

/**
 * From the first moment of the start date to the last of the end date, in the campaign's zone; no start date is "at
 * approval". Squeezed time brings both nearer to now.
 * @throws VALIDATION_FAILED for a date in the past, or an end before the start.
 */
export function flightOf(
  { startDate, endDate }: { startDate: string | null; endDate: string | null },
  timeZone: string,
  now: Instant,
  timeScale: number,
): Flight {
  const today = dateIn(timeZone, now);
  if (startDate !== null && startDate < today) throw invalid('/start_date', 'The start is in the past.');
  if (endDate !== null && endDate < today) throw invalid('/end_date', 'The end is in the past.');
  if (startDate !== null && endDate !== null && endDate < startDate)
    throw invalid('/end_date', 'The flight would end before it starts.');
  const squeeze = (at: Instant) => Math.round(at > now ? now + (at - now) / timeScale : at);
  const begins = (date: string) => squeeze(startOfDay(timeZone, date));
  return {
    startDate,
    endDate,
    startAt: startDate === null ? null : begins(startDate),
    endAt: endDate === null ? null : begins(daysAfter(endDate, 1)),
  };
}

/** Whole days, both ends counted; null without a start: it is then not known. */
export function daysOf({ startDate, endDate }: Pick<CampaignBrief, 'startDate' | 'endDate'>): number | null {
  if (startDate === null || endDate === null) return null;
  return (Date.parse(endDate) - Date.parse(startDate)) / DAY + 1;
}

function invalid(path: string, message: string): BusinessError {
  return new BusinessError('VALIDATION_FAILED', { errors: [{ path, message }] });
}

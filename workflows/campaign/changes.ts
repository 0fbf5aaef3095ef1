/** What an advertiser, an admin or a rule changes in a campaign that has begun: words, flight, optimizations. */
import { BusinessError } from '../../domain/errors';
import { DAY, daysAfter, type Instant, iso } from '../../domain/time';
import { setBudget } from './budget';
import type { Campaign, Step } from './campaign';
import { touch } from './clock';
import type { HeardOf } from './messages';
import { pushFlight } from './platform';

/** A flight ends at most this long after it would have, when under-delivery extends it. */
const EXTENSION_DAYS = 30;

/** Moves the end of the flight, as an instant and as the date that people know it by. */
export function extend(c: Campaign, endAt: Instant): void {
  const { brief } = c.state;
  const endDate = brief.endDate && daysAfter(brief.endDate, EXTENSION_DAYS);
  c.state.brief = { ...brief, endAt: endAt + c.scaled(EXTENSION_DAYS * DAY), endDate };
}

export function edit(c: Campaign, heard: HeardOf<'editCampaign'>): Step {
  const { changes } = heard.message;
  const { targeting } = changes;
  if (targeting !== undefined && c.phase !== 'draft')
    throw new BusinessError('WRONG_PHASE', { phase: c.phase, campaign_status: c.view().status });
  c.state.brief = { ...c.state.brief, ...changes };
  touch(c);
  return {
    to: c.phase,
    event: 'campaign.edited',
    why: `Changed: ${Object.keys(changes).join(', ')}.`,
    ...(targeting === undefined ? {} : { data: { targeting } }),
  };
}

export async function changeFlight(c: Campaign, heard: HeardOf<'changeFlight'>): Promise<Step> {
  const { startAt, endAt, startDate, endDate } = heard.message;
  const before = c.state.brief;
  const after = {
    ...before,
    ...(startAt === undefined ? {} : { startAt, startDate: startDate ?? null }),
    ...(endAt === undefined ? {} : { endAt, endDate: endDate ?? null }),
  };
  const begun = c.phase === 'active';
  const invalid = (detail: string) => new BusinessError('VALIDATION_FAILED', { detail });
  if (begun && after.startAt !== before.startAt)
    throw invalid('The flight has begun: its start cannot change.');
  if (after.endAt === null && c.input.channel === 'house') throw invalid('A house campaign needs an end.');
  if (after.endAt !== null && after.endAt <= Math.max(c.now, after.startAt ?? 0))
    throw invalid('The flight would end before it starts, or in the past.');
  c.state.brief = after;
  touch(c);
  await c.surely(() => pushFlight(c));
  return {
    to: c.phase,
    event: 'campaign.flight_changed',
    why: 'The flight was changed.',
    data: { start: after.startAt && iso(after.startAt), end: after.endAt && iso(after.endAt) },
  };
}

/** A decision of the optimizer, taken only if the world is still the one it was computed for. */
export async function applyOptimization(c: Campaign, heard: HeardOf<'applyOptimization'>): Promise<Step> {
  const { optimizationId, expected, budgetDaily } = heard.message;
  const { state } = c;
  const before = state.brief.budgetDaily;
  if (state.optimizations.some((o) => o.id === optimizationId))
    throw new BusinessError('CONFLICT', { detail: 'This optimization has been applied.' });
  if (expected.version !== state.version || expected.budgetDaily !== before)
    throw new BusinessError('OPTIMIZATION_STALE');
  return setDaily(c, before, budgetDaily, () => {
    state.optimizations = [
      ...state.optimizations,
      { id: optimizationId, before, after: budgetDaily, undone: false },
    ].slice(-50);
  });
}

/** Takes an optimization back, unless the budget was changed since. */
export async function undoOptimization(c: Campaign, heard: HeardOf<'undoOptimization'>): Promise<Step> {
  const done = c.state.optimizations.find((o) => o.id === heard.message.optimizationId);
  if (!done || done.undone) throw new BusinessError('NOT_FOUND');
  if (c.state.brief.budgetDaily !== done.after) throw new BusinessError('OPTIMIZATION_STALE');
  return setDaily(c, done.after, done.before, () => {
    done.undone = true;
  });
}

async function setDaily(
  c: Campaign,
  before: number | null,
  after: number | null,
  then: () => void,
): Promise<Step> {
  await setBudget(c, { budgetDaily: after });
  then();
  return {
    to: c.phase,
    event: 'campaign.optimized',
    why: 'The daily budget was optimized.',
    data: { before, after },
  };
}

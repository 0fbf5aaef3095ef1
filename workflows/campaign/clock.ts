/** What the passing of time means: reminders, escalations, and how long each phase waits. */
import type { CampaignState } from '../../contracts/campaign';
import { DAY, HOUR, type Instant } from '../../domain/time';
import { write } from '../kit/profiles';
import { activities } from './activities';
import type { Campaign, Step } from './campaign';

/** An idle draft is reminded at 7 and 25 days, and expires at 30. */
const IDLE = [7 * DAY, 25 * DAY, 30 * DAY];
/** A wait for a person is escalated at 24, 48 and 72 hours; after that a daily digest, made outside, tells of it. */
const OVERDUE = [24 * HOUR, 48 * HOUR, 72 * HOUR];
const UNPAID = 14 * DAY;

export function idleDeadline(c: Campaign): Instant {
  return c.state.lastActivity + c.scaled(IDLE[c.state.nudges] ?? 30 * DAY);
}

/** What was edited beside the workflow (ad groups, creatives, media) counts too: it is looked up when the timer rings. */
export async function idle(c: Campaign): Promise<Step | null> {
  const edited = await c.surely(() =>
    activities.readLastEdit.executeWithOptions({ ...write, summary: 'When was the draft last edited?' }, [
      c.input.campaignId,
    ]),
  );
  // Who says something just now is heard first.
  if (c.queue.size > 0) return null;
  if (edited !== null && edited > c.state.lastActivity) {
    c.state.lastActivity = edited;
    c.state.nudges = 0;
    return null;
  }
  c.state.nudges += 1;
  if (c.state.nudges < IDLE.length) {
    return {
      to: 'draft',
      event: 'campaign.reminded',
      why: 'The draft has been idle; it expires after 30 days.',
      data: { reminder: c.state.nudges },
    };
  }
  const why = 'The draft was idle for 30 days.';
  c.state.endReason = why;
  return { to: 'expired', event: 'campaign.expired', why };
}

/** When admins hear again of a wait for them, of this phase's unless said; null after the third time. */
export function overdueDeadline(
  c: Campaign,
  wait: CampaignState['revisionWait'] = { since: c.state.phaseSince, nudges: c.state.nudges },
): Instant | null {
  const after = wait && OVERDUE[wait.nudges];
  return wait && after ? wait.since + c.scaled(after) : null;
}

export function overdue(c: Campaign, wait: { nudges: number } = c.state): Step {
  wait.nudges += 1;
  const hours = 24 * wait.nudges;
  return {
    to: c.phase,
    event: 'review.overdue',
    why: `An admin has been awaited for ${hours} hours.`,
    data: { hours, escalation: wait.nudges },
  };
}

/** Something was done: an idle draft starts waiting anew. */
export function touch(c: Campaign): void {
  c.state.lastActivity = c.now;
  if (c.phase === 'draft') c.state.nudges = 0;
}

/** Null while the bank works on a payment: what it decides is waited for. */
export function unpaidDeadline(c: Campaign): Instant | null {
  if (c.state.payments.some((p) => p.status === 'processing')) return null;
  return c.state.phaseSince + c.scaled(UNPAID);
}

/** The earlier of two deadlines, where null is never. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

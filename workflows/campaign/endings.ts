/** How a campaign ends before its time. */
import type { CampaignState } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import type { Campaign, Step } from './campaign';
import { letSessionGo } from './checkout';
import { withdraw } from './platform';
import { giveBack } from './refunds';

/** From the moment on in which its platform may deliver. */
const running: readonly Phase[] = ['activating', 'active', 'completing'];

/** A campaign that may have delivered winds down first; any other closes at once. The caller says which event it is. */
export function endWith(
  c: Campaign,
  ending: NonNullable<CampaignState['ending']>,
  why: string,
): Omit<Step, 'event'> {
  c.state.ending = ending;
  c.state.endReason = why;
  return { to: running.includes(c.phase) ? 'completing' : 'cancelled', why };
}

/** Cancelled: nothing delivers, nothing can be paid any more, and what was paid and not delivered goes back. */
export async function cancel(c: Campaign, reason: string): Promise<Step> {
  if (running.includes(c.phase)) return { ...endWith(c, 'cancelled', reason), event: 'campaign.completing' };
  await barTheWay(c);
  await letSessionGo(c);
  const refunded = await giveBack(c, null, 'campaign cancelled');
  return { ...endWith(c, 'cancelled', reason), event: 'campaign.cancelled', data: { refunded } };
}

/** An attempt to activate that failed for us may still arrive at the platform: it must find the campaign withdrawn. */
async function barTheWay(c: Campaign): Promise<void> {
  if (c.phase === 'activation_failed') await c.surely(() => withdraw(c, true));
}

/** Ended by an admin's no or by the clock, with all that was paid given back. */
export async function close(
  c: Campaign,
  to: Extract<Phase, 'rejected' | 'expired' | 'cancelled'>,
  why: string,
  reason: string,
): Promise<Step> {
  await barTheWay(c);
  await letSessionGo(c);
  const refunded = await giveBack(c, null, reason);
  c.state.endReason = why;
  return { to, event: `campaign.${to}`, why, data: { refunded } };
}

/** The set of holds: delivery is wanted only while it is empty. */
import type { Hold } from '../../contracts/campaign';
import type { Campaign } from './campaign';

/** Adds a hold; one of the same kind is kept as it is. Returns whether anything changed. */
export function hold(c: Campaign, by: Hold['by'], reason: string): boolean {
  if (c.state.holds.some((h) => h.by === by)) return false;
  c.state.holds = [...c.state.holds, { by, reason, since: Date.now() }];
  c.state.delivery.wanted = false;
  return true;
}

/** Lifts a hold; returns whether it was there. */
export function lift(c: Campaign, by: Hold['by']): boolean {
  const rest = c.state.holds.filter((h) => h.by !== by);
  const lifted = rest.length < c.state.holds.length;
  c.state.holds = rest;
  c.state.delivery.wanted = rest.length === 0;
  return lifted;
}

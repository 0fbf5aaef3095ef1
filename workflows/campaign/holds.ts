/** The set of holds: delivery is wanted only while it is empty. */
import type { Hold } from '../../contracts/campaign';
import type { Instant } from '../../domain/time';
import type { Campaign } from './campaign';

/**
 * Adds a hold; one of the same kind is kept as it is.
 * @param at when its cause happened: one from before the last lifting of its kind comes too late to hold anything.
 * @returns whether anything changed.
 */
export function hold(c: Campaign, by: Hold['by'], reason: string, at: Instant = c.now): boolean {
  if (c.state.holds.some((h) => h.by === by) || at < (c.state.lifted[by] ?? 0)) return false;
  c.state.holds = [...c.state.holds, { by, reason, since: c.now }];
  c.state.delivery.wanted = false;
  return true;
}

/** Lifts a hold, or keeps what its cause was out; returns whether it was there. */
export function lift(c: Campaign, by: Hold['by'], at: Instant = c.now): boolean {
  c.state.lifted = { ...c.state.lifted, [by]: Math.max(at, c.state.lifted[by] ?? 0) };
  const rest = c.state.holds.filter((h) => h.by !== by);
  const lifted = rest.length < c.state.holds.length;
  c.state.holds = rest;
  c.state.delivery.wanted = rest.length === 0;
  return lifted;
}

/** Reads the events that Stripe keeps (30 days), for those whose webhook was lost. */
import { type Instant, SECOND } from '../../domain/time';
import { stripeEventTypes } from '../../schemas/stripe-events';
import type { StripeClient } from './client';

/** An event as Stripe lists it, of whatever shape: one that we don't know must not cost us those beside it. */
export interface ListedEvent {
  id: string;
  type: string;
}

/** Every event that matters here and was created at `since` or later, oldest first. @throws Stripe's errors. */
export async function listEventsSince(stripe: StripeClient, since: Instant): Promise<ListedEvent[]> {
  const events: ListedEvent[] = [];
  const query = { types: [...stripeEventTypes], created: { gte: Math.floor(since / SECOND) }, limit: 100 };
  for await (const event of stripe.events.list(query)) events.push(event);
  return events.reverse();
}

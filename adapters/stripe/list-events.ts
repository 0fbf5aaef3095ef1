/** Reads the events that Stripe keeps (30 days), for those whose webhook was lost. */
import { type Instant, SECOND } from '../../domain/time';
import { NamedEvent, stripeEventTypes } from '../../schemas/stripe-events';
import type { StripeClient } from './client';

/** Every event that matters here and was created at `since` or later, oldest first. @throws Stripe's errors. */
export async function listEventsSince(stripe: StripeClient, since: Instant): Promise<NamedEvent[]> {
  const events: NamedEvent[] = [];
  const query = { types: [...stripeEventTypes], created: { gte: Math.floor(since / SECOND) }, limit: 100 };
  for await (const event of stripe.events.list(query)) events.push(NamedEvent.parse(event));
  return events.reverse();
}

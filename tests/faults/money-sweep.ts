/** Stripe's client whose list of events shows each once, every few seconds: time is squeezed, a real sweep rests 5 minutes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type Stripe from 'stripe';
import type { StripeClient } from '../../adapters/stripe/client';

/** An event may be listed a moment after one that is younger. */
const OVERLAP_S = 20;

/** @param restMs between two sweeps: for so long a lost webhook stays lost. */
export function patientSweep(stripe: StripeClient, restMs: number): StripeClient {
  const list = stripe.events.list.bind(stripe.events);
  let since = 0;
  let known = new Set<string>();
  async function* unknown(query: Stripe.EventListParams) {
    await sleep(restMs);
    const began = Math.floor(Date.now() / 1_000);
    const fresh = new Set<string>();
    for await (const event of list({ ...query, created: { gte: Math.max(since - OVERLAP_S, 0) } })) {
      fresh.add(event.id);
      if (!known.has(event.id)) yield event;
    }
    // Only once all of it was taken: whoever fails halfway is shown all of it again.
    known = fresh;
    since = began;
  }
  // The list is only ever iterated over.
  stripe.events.list = ((query: Stripe.EventListParams) => unknown(query)) as unknown as typeof list;
  return stripe;
}

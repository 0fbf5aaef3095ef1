/** The official client, with a short timeout and no retries of its own: whoever calls decides about those. */
import Stripe from 'stripe';

export type StripeClient = Stripe;

const TIMEOUT_MS = 10_000;

/** @param options.apiUrl another base address (the simulator's); Stripe's own when absent. */
export function openStripe(options: { secretKey: string; apiUrl?: string | undefined }): StripeClient {
  const { secretKey, apiUrl } = options;
  const base = apiUrl ? new URL(apiUrl) : null;
  const secure = base?.protocol !== 'http:';
  return new Stripe(secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(base && {
      host: base.hostname,
      port: base.port || (secure ? '443' : '80'),
      protocol: secure ? 'https' : 'http',
    }),
  });
}

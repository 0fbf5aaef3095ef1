/** One try of a delivery: signed by the Standard Webhooks specification, sent, and its answer read. */
import { Webhook } from 'standardwebhooks';
import { readRetryAfter } from '../../domain/webhooks';
import type { ServiceConfig } from '../../infra/config';
import { type Egress, EgressError } from '../../infra/safe-fetch';
import { openSecrets } from '../../services/webhook-endpoints/secret';
import type { Claimed } from './claim';

/** Of an answer, which nobody reads; a longer one is cut. */
const MOST_BYTES = 16_384;

export interface Outcome {
  /** Null: nothing was answered. */
  status: number | null;
  /** Null: it came through. */
  failure: string | null;
  /** Milliseconds that the receiver asked for. */
  retryAfter: number | null;
  durationMs: number;
}

interface SendDeps {
  config: ServiceConfig;
  egress: Egress;
  now(): number;
}

/** Never rejects for what the receiver does. @param signal ends it before its time */
export async function sendOnce(deps: SendDeps, delivery: Claimed, signal: AbortSignal): Promise<Outcome> {
  const started = performance.now();
  const headers = signedHeaders(deps, delivery);
  const asked = deps.egress.request(delivery.url, {
    method: 'POST',
    headers,
    body: delivery.body,
    maxBytes: MOST_BYTES,
    signal,
  });
  const read = asked.then(
    ({ status, headers: { 'retry-after': after } }) => ({
      status,
      failure: status >= 200 && status < 300 ? null : `The receiver answered ${status}.`,
      retryAfter: readRetryAfter(typeof after === 'string' ? after : after?.[0], deps.now()),
    }),
    (error: unknown) => {
      if (!(error instanceof EgressError)) throw error;
      return { status: null, failure: error.message, retryAfter: null };
    },
  );
  return { ...(await read), durationMs: Math.round(performance.now() - started) };
}

/** One id over all tries, the time of this one, and a signature by each secret that is in force. */
function signedHeaders({ config, now }: SendDeps, delivery: Claimed): Record<string, string> {
  const at = new Date(now());
  const secrets = openSecrets(config, { ...delivery, id: delivery.endpointId }, at.getTime());
  const signatures = secrets.map((secret) => new Webhook(secret).sign(delivery.id, at, delivery.body));
  return {
    'content-type': 'application/json',
    'user-agent': 'Adflight-Webhooks/1',
    'webhook-id': delivery.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}

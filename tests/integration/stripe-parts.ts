/** The Stripe simulator with a client on it, and its controls, as the tests of money drive them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStripe, type StripeClient } from '../../adapters/stripe/client';
import { createStripeSimulator, type StripeSimulatorOptions } from '../../simulators/stripe';

const STRIPE_KEY = 'sk_test_simulated';
export const WEBHOOK_SECRET = 'whsec_simulated';

export interface SimulatedStripe {
  url: string;
  stripe: StripeClient;
  /** A control under `/_sim`. @throws with the simulator's answer when it refuses. */
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on what it finds
  sim(path: string, body?: unknown): Promise<any>;
  close(): Promise<void>;
}

export async function simulatedStripe(
  options: Partial<StripeSimulatorOptions> = {},
): Promise<SimulatedStripe> {
  const simulator = await createStripeSimulator({ apiKey: STRIPE_KEY, ...options }).listen(0);
  const { url, close } = simulator;
  const stripe = openStripe({ secretKey: STRIPE_KEY, apiUrl: url });
  async function sim(path: string, body?: unknown) {
    const read = path.startsWith('objects/');
    const answer = await fetch(`${url}/_sim/${path}`, {
      method: read ? 'GET' : 'POST',
      ...(read ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
  return { url, stripe, sim, close };
}

export interface Heard {
  signature: string;
  raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on what it finds
  event: any;
}

/** An endpoint that keeps what it hears; `refuse` makes it answer 500 that many times first. */
export async function webhookEndpoint(): Promise<{
  url: string;
  heard: Heard[];
  refuse: number;
  close(): Promise<void>;
}> {
  const endpoint = { url: '', heard: [] as Heard[], refuse: 0, close: async () => {} };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    endpoint.refuse -= 1;
    if (endpoint.refuse >= 0) return response.writeHead(500).end();
    const raw = Buffer.concat(chunks);
    const signature = String(request.headers['stripe-signature']);
    endpoint.heard.push({ signature, raw, event: JSON.parse(raw.toString()) });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  endpoint.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return endpoint;
}

/** Waits until something is so. @throws after ten seconds. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

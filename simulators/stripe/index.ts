/** A stateful stand-in for Stripe in a process of its own: its rules, its webhooks, its failures, and a checkout page. */

import { createServer, type Server } from 'node:http';
import express from 'express';
import { stripeApi } from './api';
import { controls } from './controls';
import { API_VERSION, type Desk, thing } from './desk';
import { Faults } from './faults';
import { Idempotency } from './idempotency';
import { Memory } from './memory';
import type { Refund } from './objects';
import { checkoutPage } from './page';
import { expireDue } from './sessions';
import { Courier, type Endpoint } from './webhooks';

export interface StripeSimulatorOptions {
  /** The secret key that the API accepts. */
  apiKey: string;
  webhook?: Endpoint;
  /** A file of JSON lines; what it holds survives a killed process. */
  dataPath?: string;
  /** Divides the shortest session and the waits between webhook tries; 1 unless said. */
  timeScale?: number;
  /** Base address of a stripe-mock that must also accept whatever is accepted here. */
  mirror?: string;
  /** Epoch milliseconds. */
  now?(): number;
}

export interface StripeSimulator {
  /** Listens on the loopback address; port 0 takes a free one. */
  listen(port: number): Promise<{ url: string; close(): Promise<void> }>;
}

const EXPIRY_CHECK_MS = 500;

export function createStripeSimulator(options: StripeSimulatorOptions): StripeSimulator {
  const now = options.now ?? Date.now;
  const timeScale = options.timeScale ?? 1;
  const memory = new Memory(options.dataPath);
  const courier = new Courier(memory, options.webhook ?? null, timeScale, now);
  const faults = new Faults();
  let address = '';
  let nextRefund: Refund['status'] = 'succeeded';
  const desk: Desk = {
    memory,
    now,
    timeScale,
    baseUrl: () => address,
    nextRefund: () => nextRefund,
    raise(type, object, previous) {
      const event = memory.put('event', {
        ...thing(desk, 'evt', 'event'),
        api_version: API_VERSION,
        type,
        pending_webhooks: 1,
        data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
        request: { id: null, idempotency_key: null },
      });
      courier.take(event);
      return event;
    },
  };
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'extended');
  app.use('/_sim', controls({ desk, courier, faults, setNextRefund: (status) => (nextRefund = status) }));
  app.use(checkoutPage(desk));
  app.use(
    stripeApi({
      desk,
      apiKey: options.apiKey,
      faults,
      idempotency: new Idempotency(memory, now),
      mirror: options.mirror ?? null,
    }),
  );
  return {
    async listen(port) {
      const server = createServer(app);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, '127.0.0.1', resolve);
      });
      address = `http://127.0.0.1:${portOf(server)}`;
      courier.resume();
      const clock = setInterval(() => expireDue(desk), EXPIRY_CHECK_MS);
      return {
        url: address,
        async close() {
          clearInterval(clock);
          courier.close();
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

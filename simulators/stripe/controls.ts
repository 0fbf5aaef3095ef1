/** The controls under `/_sim`: what customers, banks, the dashboard and the network do, for tests and the demo. */
import express, { type Router } from 'express';
import { z } from 'zod';
import type { Desk } from './desk';
import { closeDispute, openDispute } from './disputes';
import { parse } from './endpoints';
import { type Faults, fault } from './faults';
import type { Refund } from './objects';
import { refund, settleRefund } from './refunds';
import { missing, Refusal } from './refusal';
import { declineCard, expireDue, pay, settleDebit } from './sessions';
import type { Courier } from './webhooks';

const amount = z.coerce.number().int().min(1).optional();
const payment = z.strictObject({
  method: z.enum(['card', 'bank_debit']).default('card'),
  amount,
  currency: z.string().length(3).optional(),
});
const outcome = z.strictObject({ succeeded: z.boolean() });
const verdict = z.strictObject({ won: z.boolean() });
const travel = z.strictObject({
  mode: z.enum(['normal', 'duplicate', 'drop', 'hold']).optional(),
  delay_ms: z.coerce.number().int().min(0).optional(),
  endpoint: z.strictObject({ url: z.url(), secret: z.string() }).optional(),
});

export interface ControlParts {
  desk: Desk;
  courier: Courier;
  faults: Faults;
  setNextRefund(status: Refund['status']): void;
}

export function controls({ desk, courier, faults, setNextRefund }: ControlParts): Router {
  const router = express.Router();
  router.use(express.json());
  const on = (path: string, run: (id: string, body: unknown) => unknown) =>
    router.post(path, async (request, response) => {
      const { id } = request.params;
      response.json((await run(typeof id === 'string' ? id : '', request.body)) ?? {});
    });

  on('/sessions/:id/pay', (id, body) => pay(desk, id, parse(payment, body)));
  on('/sessions/:id/decline', (id) => declineCard(desk, id));
  on('/sessions/:id/settle', (id, body) => settleDebit(desk, id, parse(outcome, body).succeeded));
  on('/sessions/expire_due', () => ({ expired: expireDue(desk) }));
  on('/intents/:id/refund', (id, body) =>
    refund(desk, { payment_intent: id, metadata: {}, ...parse(z.strictObject({ amount }), body) }),
  );
  on('/refunds/next', (_, body) => {
    setNextRefund(parse(z.strictObject({ status: z.enum(['succeeded', 'pending', 'failed']) }), body).status);
  });
  on('/refunds/:id/settle', (id, body) => settleRefund(desk, id, parse(outcome, body).succeeded));
  on('/intents/:id/dispute', (id, body) =>
    openDispute(desk, id, parse(z.strictObject({ amount }), body).amount),
  );
  on('/disputes/:id/close', (id, body) => closeDispute(desk, id, parse(verdict, body).won));
  on('/faults', (_, body) => faults.plan(parse(fault, body)));
  on('/faults/clear', () => faults.clear());
  on('/webhooks', (_, body) => {
    const { mode, delay_ms, endpoint } = parse(travel, body);
    courier.mode = mode ?? courier.mode;
    courier.delayMs = delay_ms ?? courier.delayMs;
    courier.endpoint = endpoint ?? courier.endpoint;
  });
  on('/webhooks/flush', async (_, body) => ({
    sent: await courier.flush(parse(z.strictObject({ reversed: z.boolean().default(false) }), body).reversed),
  }));
  on('/events/:id/deliver', async (id) => {
    const event = desk.memory.get('event', id);
    if (!event) throw missing('event', id);
    return { accepted: await courier.send(event, Infinity) };
  });
  router.get('/objects/:kind', (request, response) => {
    const kind = parse(
      z.enum(['checkout.session', 'payment_intent', 'charge', 'refund', 'dispute', 'event']),
      request.params.kind,
    );
    response.json(desk.memory.all(kind));
  });
  router.use((error: unknown, _: express.Request, response: express.Response, next: express.NextFunction) => {
    if (!(error instanceof Refusal)) return next(error);
    response.status(error.status).json({ error: error.error });
  });
  return router;
}

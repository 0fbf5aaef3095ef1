/** The controls under `/_sim`: what customers, banks, the dashboard and the network do, for tests and the demo. */
import express, { type Router } from 'express';
import { z } from 'zod';
import type { Desk } from './desk';
import { closeDispute, escalateInquiry, openDispute, respond } from './disputes';
import { parse } from './endpoints';
import { type Faults, fault } from './faults';
import type { Refund } from './objects';
import { cancelRefund, failRefund, refund, settleRefund } from './refunds';
import { missing, Refusal } from './refusal';
import { declineCard, expireDue, pay, settleDebit } from './sessions';
import { type Courier, modes } from './webhooks';

const amount = z.coerce.number().int().min(1).optional();
const payment = z.strictObject({
  method: z.enum(['card', 'bank_debit']).default('card'),
  amount,
  currency: z.string().length(3).optional(),
});
const outcome = z.strictObject({ succeeded: z.boolean() });
const verdict = z.strictObject({ won: z.boolean().optional() });
const claim = z.strictObject({ amount, inquiry: z.boolean().default(false) });
const failure = z.strictObject({
  reason: z.enum(['lost_or_stolen_card', 'expired_or_canceled_card', 'declined', 'unknown']).optional(),
});
const route = z.strictObject({
  mode: z.enum(modes).optional(),
  delay_ms: z.coerce.number().int().min(0).optional(),
});
const release = z.strictObject({
  reversed: z.boolean().default(false),
  /** Only what is about this payment intent. */
  intent: z.string().optional(),
});
const travel = route.extend({
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
      // `?mode=drop` and the like: how the events of this one control travel.
      const way = parse(route, request.query);
      const done = courier.by(way, () => run(typeof id === 'string' ? id : '', request.body));
      response.json((await done) ?? {});
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
  on('/refunds/:id/fail', (id, body) => failRefund(desk, id, parse(failure, body).reason));
  on('/refunds/:id/cancel', (id) => cancelRefund(desk, id));
  on('/intents/:id/dispute', (id, body) => openDispute(desk, id, parse(claim, body)));
  on('/disputes/:id/respond', (id) => respond(desk, id));
  on('/disputes/:id/escalate', (id) => escalateInquiry(desk, id));
  on('/disputes/:id/close', (id, body) => closeDispute(desk, id, parse(verdict, body).won));
  on('/faults', (_, body) => faults.plan(parse(fault, body)));
  on('/faults/clear', () => faults.clear());
  on('/webhooks', (_, body) => {
    const { mode, delay_ms, endpoint } = parse(travel, body);
    courier.mode = mode ?? courier.mode;
    courier.delayMs = delay_ms ?? courier.delayMs;
    courier.endpoint = endpoint ?? courier.endpoint;
  });
  on('/webhooks/flush', async (_, body) => ({ sent: await courier.flush(parse(release, body)) }));
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

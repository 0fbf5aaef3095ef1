/** The checkout page of the simulator: pay, by card or bank debit, be declined, or walk away. Plainly a test page. */
import express, { type Router } from 'express';
import type { Desk } from './desk';
import type { Session } from './objects';
import { Refusal } from './refusal';
import { declineCard, pay, readSession } from './sessions';

export function checkoutPage(desk: Desk): Router {
  const router = express.Router();
  router.get('/pay/:id', (request, response) => {
    response.type('html').send(render(readSession(desk, request.params.id), null));
  });
  router.post('/pay/:id/:act', (request, response) => {
    const { id, act } = request.params;
    const session = readSession(desk, id);
    if (act === 'abandon') return response.redirect(303, session.cancel_url ?? `/pay/${id}`);
    if (act === 'decline') {
      const declined = declineCard(desk, id);
      return response.status(402).type('html').send(render(declined, 'The card was declined. Try again.'));
    }
    if (act !== 'pay' && act !== 'debit') return response.status(404).type('text').send('No such button.');
    const paid = pay(desk, id, { method: act === 'pay' ? 'card' : 'bank_debit' });
    response.redirect(303, paid.success_url.replaceAll('{CHECKOUT_SESSION_ID}', paid.id));
  });
  router.use(
    '/pay',
    (error: unknown, _: express.Request, response: express.Response, next: express.NextFunction) => {
      if (!(error instanceof Refusal)) return next(error);
      response.status(error.status).type('text').send(error.message);
    },
  );
  return router;
}

function render(session: Session, note: string | null): string {
  const buttons = [
    ['pay', 'Pay by card'],
    ['debit', 'Pay by bank debit'],
    ['decline', 'Be declined'],
    ['abandon', 'Walk away'],
  ].map(
    ([act, label]) =>
      `<form method="post" action="/pay/${html(session.id)}/${act}"><button>${label}</button></form>`,
  );
  const what =
    session.status === 'open'
      ? `<p class="sum">${html(sum(session))}</p>${buttons.join('')}`
      : `<p>This checkout is ${session.status}.</p>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Test checkout</title>
<style>body{font:16px/1.5 system-ui;max-width:26rem;margin:3rem auto;padding:0 1rem}
.banner{background:#fde68a;color:#422006;padding:.75rem;border-radius:.5rem}.sum{font-size:2rem;margin:1rem 0}
button{width:100%;padding:.75rem;margin:.25rem 0;font:inherit;cursor:pointer}.note{color:#b91c1c}</style>
<main><h1>Test checkout</h1>
<p class="banner"><strong>This is a test page.</strong> It stands in for Stripe; no money moves and no card is asked for.</p>
${note ? `<p class="note" role="alert">${html(note)}</p>` : ''}${what}</main></html>`;
}

function sum({ amount_total, currency }: Session): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amount_total / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** SMS through Twilio's Messages API, or a gateway that speaks it: every wait bounded, failures sorted. */
import { z } from 'zod';
import { SECOND } from '../../domain/time';
import { DeliveryError, type Messenger } from '../messenger';

/** Twilio's limit of a message. */
const MAX_TEXT = 1_600;
const TIMEOUT_MS = 15 * SECOND;

export interface SmsOptions {
  accountSid: string;
  authToken: string;
  /** A phone (E.164), an alphanumeric sender id, or a messaging service (`MG…`). */
  from: string;
  apiUrl: string;
}

export function smsMessenger({ accountSid, authToken, from, apiUrl }: SmsOptions): Messenger {
  const url = `${apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  return {
    async send({ recipient, text }) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization, accept: 'application/json' },
        body: new URLSearchParams({ To: recipient, Body: shorten(text), ...sender }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch(() => {
        // The cause may hold the address and what was sent: neither is for a log.
        throw new DeliveryError('retry', 'The SMS gateway could not be reached.');
      });
      if (answer.ok) {
        await answer.body?.cancel();
        return;
      }
      const refusal = Refusal.safeParse(await answer.json().catch(() => null)).data;
      throw sorted(answer.status, refusal?.code ?? 0, Number(answer.headers.get('retry-after')));
    },
    async close() {},
  };
}

const Refusal = z.object({ code: z.int() });

/** Cut to the limit, never through the middle of a character of two code units. */
function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, '');
}

/** The sender is unset, wrong, not ours or can't send SMS: our set-up, not the message. */
const OUR_SETUP = new Set([21212, 21603, 21606, 21659, 21660, 21661, 21701]);

/**
 * The gateway's sentence is dropped, because it repeats the phone; its number says the same
 * (https://www.twilio.com/docs/api/errors).
 */
function sorted(status: number, code: number, retryAfter: number): DeliveryError {
  const sentence = `The SMS gateway answered ${status}${code > 0 ? `, error ${code}` : ''}.`;
  if (status === 429) {
    return new DeliveryError('wait', sentence, (retryAfter > 0 ? retryAfter : 30) * SECOND);
  }
  if (status >= 500 || status === 408) return new DeliveryError('retry', sentence);
  if ([401, 403, 404].includes(status) || OUR_SETUP.has(code)) return new DeliveryError('ask', sentence);
  return new DeliveryError('refused', sentence);
}

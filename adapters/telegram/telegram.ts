/** Telegram's Bot API: alerts to the admins' chat as plain text, failures sorted. */
import { Api, GrammyError } from 'grammy';
import { SECOND } from '../../domain/time';
import { DeliveryError, type Messenger } from '../messenger';

/** The Bot API's limit of a text message. */
const MAX_TEXT = 4096;

export interface TelegramOptions {
  token: string;
  /** Another Bot API server: a local one, or the simulator. */
  apiUrl?: string | undefined;
}

export function telegramMessenger({ token, apiUrl }: TelegramOptions): Messenger {
  const api = new Api(token, {
    timeoutSeconds: 15,
    ...(apiUrl ? { apiRoot: apiUrl.replace(/\/+$/, '') } : {}),
  });
  return {
    async send({ recipient, text }) {
      try {
        await api.sendMessage(recipient, shorten(text), { link_preview_options: { is_disabled: true } });
      } catch (error) {
        throw sorted(error);
      }
    },
    async close() {},
  };
}

/** Cut to the limit, never through the middle of a character of two code units. */
function shorten(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Only Telegram's own sentence is kept: a network error's message may hold the address, and with it the token. */
function sorted(error: unknown): DeliveryError {
  if (!(error instanceof GrammyError)) return new DeliveryError('retry', 'Telegram could not be reached.');
  const sentence = `${error.error_code} ${error.description}`.slice(0, 300);
  const { retry_after: seconds } = error.parameters;
  if (error.error_code === 429) return new DeliveryError('wait', sentence, (seconds ?? 30) * SECOND);
  if (error.error_code >= 500) return new DeliveryError('retry', sentence);
  // A wrong token, chat or right is the set-up's fault, not the message's.
  if ([401, 403, 404].includes(error.error_code) || /chat not found/i.test(sentence)) {
    return new DeliveryError('ask', sentence);
  }
  return new DeliveryError('refused', sentence);
}

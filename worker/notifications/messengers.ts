/** Which ways of reaching people this process has, by the configuration. */
import { inboxMessenger } from '../../adapters/mail/inbox';
import { smtpMessenger } from '../../adapters/mail/smtp';
import type { Messenger } from '../../adapters/messenger';
import { telegramMessenger } from '../../adapters/telegram/telegram';
import type { Instant } from '../../domain/time';
import type { Config } from '../../infra/config';
import type { Logger } from '../../infra/log';

/** By the `channel` of a delivery; one that is absent leaves its deliveries waiting. */
export type Messengers = Readonly<Partial<Record<'email' | 'telegram', Messenger>>>;

export function openMessengers(config: Config, log: Logger, now: () => Instant): Messengers {
  const email = config.SMTP_URL
    ? smtpMessenger({
        url: config.SMTP_URL,
        from: config.MAIL_FROM,
        requireTls: config.NODE_ENV === 'production',
      })
    : inboxMessenger({ folder: config.MAIL_DIR, log, now });
  if (!config.TELEGRAM_BOT_TOKEN) return { email };
  const telegram = telegramMessenger({ token: config.TELEGRAM_BOT_TOKEN, apiUrl: config.TELEGRAM_API_URL });
  return { email, telegram };
}

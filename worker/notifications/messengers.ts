/** Which ways of reaching people this process has, by the configuration. */
import { inboxMessenger } from '../../adapters/mail/inbox';
import { smtpMessenger } from '../../adapters/mail/smtp';
import type { Messenger } from '../../adapters/messenger';
import { smsMessenger } from '../../adapters/sms/twilio';
import { telegramMessenger } from '../../adapters/telegram/telegram';
import type { Instant } from '../../domain/time';
import type { ConfigOf } from '../../infra/config';
import type { Logger } from '../../infra/log';

/** By the `channel` of a delivery; one that is absent leaves its deliveries waiting. */
export type Messengers = Readonly<Partial<Record<'email' | 'telegram' | 'sms', Messenger>>>;

export function openMessengers(config: ConfigOf<'worker'>, log: Logger, now: () => Instant): Messengers {
  const local = { folder: config.MAIL_DIR, log, now };
  const email = config.SMTP_URL
    ? smtpMessenger({
        url: config.SMTP_URL,
        from: config.MAIL_FROM,
        requireTls: config.NODE_ENV === 'production',
      })
    : inboxMessenger({ ...local, channel: 'email', logsText: false });
  const sms = openSms(config, () =>
    inboxMessenger({ ...local, channel: 'sms', logsText: config.NODE_ENV === 'development' }),
  );
  const telegram =
    config.TELEGRAM_BOT_TOKEN &&
    telegramMessenger({ token: config.TELEGRAM_BOT_TOKEN, apiUrl: config.TELEGRAM_API_URL });
  return { email, ...(sms && { sms }), ...(telegram && { telegram }) };
}

/** Null in production without a gateway: no code is asked for there. */
function openSms(config: ConfigOf<'worker'>, openInbox: () => Messenger): Messenger | null {
  const { SMS_ACCOUNT_SID: accountSid, SMS_AUTH_TOKEN: authToken, SMS_FROM: from } = config;
  if (accountSid && authToken && from) {
    return smsMessenger({ accountSid, authToken, from, apiUrl: config.SMS_API_URL });
  }
  return config.NODE_ENV === 'production' ? null : openInbox();
}

/** Mail through an SMTP server: pooled, encrypted, every wait bounded, failures sorted. */
import nodemailer from 'nodemailer';
import { z } from 'zod';
import { SECOND } from '../../domain/time';
import { DeliveryError, type Messenger } from '../messenger';

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; options of the URL win over ours, e.g. `?requireTLS=false`. */
  url: string;
  from: string;
  /** Refuse to go on where the server offers no STARTTLS. */
  requireTls: boolean;
}

/** How long one mail may take in all, connecting included. */
const TOTAL_MS = 60 * SECOND;

export function smtpMessenger({ url, from, requireTls }: SmtpOptions): Messenger {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 5,
    // Our own deliveries row decides about a retry; the pool's would be a second, unseen one.
    maxRequeues: 0,
    requireTLS: requireTls,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 30 * SECOND,
    dnsTimeout: 5 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    async send({ id, recipient, subject, text, html }) {
      try {
        await transport.sendMail({
          from,
          // An address object: a comma in a recipient can't make two of it.
          to: { name: '', address: recipient },
          subject,
          text,
          ...(html ? { html } : {}),
          messageId: `<${id}@${domain}>`,
          // RFC 3834: keeps out-of-office answers away.
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(TOTAL_MS),
        });
      } catch (error) {
        throw sorted(error);
      }
    },
    async close() {
      transport.close();
    },
  };
}

const SmtpFailure = z.object({
  code: z.string().catch('UNKNOWN'),
  command: z.string().catch(''),
  responseCode: z.number().catch(0),
  response: z.string().catch(''),
});

/**
 * A 5xx is final only where it answers the recipient or the message (RFC 5321, 4.2.1); one that answers the
 * sign-in, the encryption or our sender's address is our own mistake, and no mail is lost for it.
 */
function sorted(error: unknown): DeliveryError {
  const { code, command, responseCode, response } = SmtpFailure.parse(error ?? {});
  // What a server says to a sign-in may repeat it.
  const said = code === 'EAUTH' ? responseCode || '' : response;
  const sentence = [code, command, said].filter(Boolean).join(' ').slice(0, 300);
  const final = responseCode >= 500 && responseCode !== 503;
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'ETLS' || code === 'ECONFIG') {
    return new DeliveryError('ask', sentence);
  }
  if (code === 'EENVELOPE' && command === 'API') return new DeliveryError('refused', sentence);
  if (code === 'EMESSAGE' && (final || responseCode === 0)) return new DeliveryError('refused', sentence);
  if (final && (command === 'RCPT TO' || command === 'DATA')) return new DeliveryError('refused', sentence);
  return new DeliveryError(final ? 'ask' : 'retry', sentence);
}

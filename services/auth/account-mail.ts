/** Asks for a mail about an account: a word in the outbox, so that the request takes as long whoever it is for. */
import { z } from 'zod';
import type { Instant } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { appendEvent } from '../../store/outbox';

export const ACCOUNT_MAIL = 'account.mail';

export const AccountMail = z.discriminatedUnion('letter', [
  z.object({
    letter: z.enum([
      'verify_email',
      'already_registered',
      'reset_password',
      'password_changed',
      'email_changed',
    ]),
    email: z.string(),
  }),
  /** To an address that is not the user's yet, asked for by one of his sign-ins. */
  z.object({
    letter: z.literal('link_email'),
    email: z.string(),
    userId: z.uuid(),
    sessionId: z.uuid().nullable().default(null),
  }),
]);
export type AccountMail = z.output<typeof AccountMail>;

/** The worker decides whether there is anyone to write to, and makes the link. */
export function askMail(tx: Transaction, mail: AccountMail, now: Instant): Promise<void> {
  return appendEvent(tx, { kind: ACCOUNT_MAIL, key: `mail:${mail.email}`, payload: mail }, now);
}

/** Letters that would open or change the account of a user, asked for and not written yet, are not written. */
export async function withdrawLinks(tx: Transaction, userId: string, now: Instant): Promise<void> {
  await tx.$executeRaw`
    UPDATE outbox SET handled_at = ${new Date(now)}
    WHERE handled_at IS NULL AND kind = ${ACCOUNT_MAIL} AND (
      payload ->> 'letter' = 'link_email' AND payload ->> 'userId' = ${userId}
      OR payload ->> 'letter' = 'reset_password'
        AND payload ->> 'email' = (SELECT email FROM users WHERE id = ${userId}::uuid))`;
}

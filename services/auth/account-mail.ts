/** Asks for a mail about an account: a word in the outbox, so that the request takes as long whoever it is for. */
import { z } from 'zod';
import type { Instant } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { appendEvent } from '../../store/outbox';

export const ACCOUNT_MAIL = 'account.mail';

/** What a user is told that was changed of his account, lest it was not he who did it. */
const changes = [
  'password_changed',
  'email_changed',
  'phone_linked',
  'phone_unlinked',
  'google_linked',
  'google_unlinked',
  'second_factor_on',
  'second_factor_off',
  'api_key_created',
] as const;
type Change = (typeof changes)[number];

export const AccountMail = z.discriminatedUnion('letter', [
  z.object({
    letter: z.enum(['verify_email', 'already_registered', 'reset_password']),
    email: z.string(),
  }),
  /**
   * `about`: which phone or key it was, as far as that may be shown. `wasProved`: the email was proved to be the user's
   * until this very change.
   */
  z.object({
    letter: z.enum(changes),
    email: z.string(),
    about: z.string().default(''),
    wasProved: z.boolean().default(false),
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
export function askMail(tx: Transaction, asked: z.input<typeof AccountMail>, now: Instant): Promise<void> {
  const mail = AccountMail.parse(asked);
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

/** Tells the user himself; one without an email can't be told. */
export async function tellOwner(
  tx: Transaction,
  userId: string,
  change: { letter: Change; about?: string },
  now: Instant,
): Promise<void> {
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  if (email !== null) await askMail(tx, { ...change, email }, now);
}

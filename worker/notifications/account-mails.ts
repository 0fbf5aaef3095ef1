/** The outbox's consumer that writes mails about accounts: it knows whom to write to, and makes the links that prove a mailbox. */
import { renderMail } from '../../adapters/mail/template';
import type { ServiceConfig } from '../../infra/config';
import type { Transaction } from '../../infra/database';
import { ACCOUNT_MAIL, AccountMail } from '../../services/auth/account-mail';
import { makeLink } from '../../services/auth/links';
import { enqueueSecret, mayMail } from '../../store/deliveries';
import type { Consumer } from '../relay/relay';

interface AccountMailDeps {
  config: ServiceConfig;
  now(): number;
}

interface Letter {
  title: string;
  message: string | ((about: string) => string);
  label: string;
  /** Below PUBLIC_URL. */
  page: string;
}

const NEW_PASSWORD = { label: 'Choose a new password', page: '/forgot-password' };
const IF_NOT_YOU = 'If this was not you, there is nothing to do: without the link nothing changes.';

const letters: Readonly<Record<AccountMail['letter'], Letter>> = {
  verify_email: {
    title: 'Confirm your email',
    message: `An account was made with this email. Confirm within a day that it is yours. If this was not you, leave the link alone.`,
    label: 'Confirm the email',
    page: '/verify-email',
  },
  link_email: {
    title: 'Confirm your new email',
    message: `This email is to become that of an account. Confirm it within a day.\n${IF_NOT_YOU}`,
    label: 'Confirm the email',
    page: '/verify-email',
  },
  reset_password: {
    title: 'Choose a new password',
    message: `A new password was asked for. The link is good for an hour, and once.\n${IF_NOT_YOU}`,
    label: 'Choose a new password',
    page: '/reset-password',
  },
  already_registered: {
    title: 'You have an account',
    message:
      'Someone tried to register with this email, which has an account already. If it was you, sign in, or choose a new password if you forgot it. If not, there is nothing to do.',
    label: 'Sign in',
    page: '/login',
  },
  password_changed: {
    title: 'Your password was changed',
    message: 'All other sign-ins were ended. If this was not you, choose a new password at once.',
    ...NEW_PASSWORD,
  },
  email_changed: {
    title: 'Your email was changed',
    message:
      'Your account has another email from now on, and its other sign-ins were ended. If this was not you, answer this mail.',
    label: 'Open Adflight',
    page: '/',
  },
  phone_linked: {
    title: 'A phone was linked to your account',
    message: (phone) =>
      `The phone ${phone} signs in to your account from now on, in place of any before. If this was not you, choose a new password at once, then unlink the phone.`,
    ...NEW_PASSWORD,
  },
  phone_unlinked: {
    title: 'Your phone was unlinked',
    message: (phone) =>
      `The phone ${phone} no longer signs in to your account. If this was not you, choose a new password at once.`,
    ...NEW_PASSWORD,
  },
  google_linked: {
    title: 'Google was linked to your account',
    message:
      'Your account can be signed in to with Google from now on. If this was not you, choose a new password at once, then unlink Google.',
    ...NEW_PASSWORD,
  },
  google_unlinked: {
    title: 'Google was unlinked from your account',
    message: 'Google no longer signs in to your account. If this was not you, choose a new password at once.',
    ...NEW_PASSWORD,
  },
  second_factor_on: {
    title: 'Your second factor was switched on',
    message:
      'Every sign-in asks for a code of the authenticator app from now on. If this was not you, choose a new password at once, and answer this mail.',
    ...NEW_PASSWORD,
  },
  second_factor_off: {
    title: 'Your second factor was switched off',
    message:
      'Sign-ins no longer ask for a code. If this was not you, choose a new password at once, then set a second factor up again.',
    ...NEW_PASSWORD,
  },
  api_key_created: {
    title: 'An API key was made',
    message: (name) =>
      `With the key “${name}” a program can act in your name. If this was not you, choose a new password at once, then revoke the key.`,
    ...NEW_PASSWORD,
  },
};

/** Writes in the consumer's transaction. An email without an account, or of a disabled user, gets nothing; nor does one that nobody has proved, once it got enough. */
export function accountMailConsumer({ config, now }: AccountMailDeps): Consumer {
  return async (tx, event) => {
    if (event.kind !== ACCOUNT_MAIL) return;
    const mail = AccountMail.parse(event.payload);
    const isOwned = 'wasProved' in mail && mail.wasProved;
    if (!isOwned && !(await mayMail(tx, mail.email, now()))) return;
    const token = await tokenFor(tx, config, mail, now());
    if (token === null) return;
    const { title, message, label, page } = letters[mail.letter];
    // Behind the #, where it reaches no server's log and no other site.
    const url = `${config.PUBLIC_URL}${page}${token && `#token=${token}`}`;
    const home = config.PUBLIC_URL;
    const text = typeof message === 'string' ? message : message('about' in mail ? mail.about : '');
    const written = renderMail({ title, message: text, link: { label, url }, home });
    await enqueueSecret(tx, config, { channel: 'email', recipient: mail.email, ...written }, now());
  };
}

/** Empty for a letter without a link of its own; null: nothing is to be sent. */
async function tokenFor(
  tx: Transaction,
  config: ServiceConfig,
  mail: AccountMail,
  now: number,
): Promise<string | null> {
  // What was changed is told to the address as it was.
  if ('about' in mail) return '';
  const { letter, email } = mail;
  const where = letter === 'link_email' ? { id: mail.userId } : { email };
  const user = await tx.user.findUnique({ where });
  if (!user?.isActive) return null;
  if (letter === 'already_registered') return '';
  if (letter === 'verify_email' && user.emailVerifiedAt) return null;
  const sessionId = letter === 'link_email' ? mail.sessionId : null;
  return makeLink(tx, config, { purpose: letter, email, userId: user.id, sessionId }, now);
}

/** What a user does about his own sign-ins, password and email; and an admin about a user's sign-ins. */
import type { z } from 'zod';
import { EmailChangeBody, MailAskedAnswer, PasswordBody, SessionAnswer, Sessions } from '../../schemas/auth';
import { IdParams } from '../../schemas/common';
import { changePassword } from '../../services/auth/change-password';
import { askEmailChange } from '../../services/auth/email';
import {
  endOneSession,
  endOtherSessions,
  endSessionsOf,
  listSessions,
  type Session,
} from '../../services/auth/sessions';
import { presentList } from '../lists';
import { type Route, route } from '../route';

const tag = 'Sign-in';

function presentSession(session: Session): z.output<typeof SessionAnswer> {
  return SessionAnswer.parse({
    id: session.id,
    method: session.method,
    user_agent: session.userAgent,
    address: session.address,
    is_current: session.isCurrent,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.rotatedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  });
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/users/me/sessions',
    summary: 'List your sign-ins',
    tag,
    query: Sessions.Query,
    verb: listSessions,
    input: ({ query }) => query,
    status: 200,
    answer: Sessions.Answer,
    present: presentList(presentSession),
    errors: [],
  }),
  route({
    method: 'delete',
    path: '/users/me/sessions',
    summary: 'End all your sign-ins but this one',
    tag,
    verb: endOtherSessions,
    input: () => undefined,
    status: 204,
    errors: [],
  }),
  route({
    method: 'delete',
    path: '/users/me/sessions/{id}',
    summary: 'End one of your sign-ins',
    tag,
    params: IdParams,
    verb: endOneSession,
    input: ({ params }) => params,
    status: 204,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'delete',
    path: '/users/{id}/sessions',
    summary: 'End all sign-ins of a user',
    tag: 'Users',
    params: IdParams,
    verb: endSessionsOf,
    input: ({ params }) => params,
    status: 204,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'post',
    path: '/users/me/password',
    summary: 'Change your password; every other sign-in ends',
    tag,
    body: PasswordBody,
    verb: changePassword,
    input: ({ body }) => ({ oldPassword: body.old_password, newPassword: body.new_password }),
    status: 204,
    // The old password may be wrong.
    errors: ['CONFLICT', 'VALIDATION_FAILED'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/users/me/email',
    summary: 'Change your email: a link is mailed to the new one',
    tag,
    body: EmailChangeBody,
    verb: askEmailChange,
    input: ({ body }) => ({ email: body.email, password: body.password }),
    status: 202,
    answer: MailAskedAnswer,
    present: () => ({ message: 'A mail is on its way to the new address.' }),
    // The password may be wrong.
    errors: ['SIGN_IN_NOT_RECENT', 'VALIDATION_FAILED'],
    rate: 'sign_in',
  }),
];

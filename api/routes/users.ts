/** Profiles, what staff sees and admins change of users, and the caller's ad accounts. */
import type { z } from 'zod';
import { IdParams } from '../../schemas/common';
import { AdAccountAnswer, AdAccounts, ProfileBody, RoleBody, UserAnswer, Users } from '../../schemas/users';
import { type AdAccount, listAdAccounts } from '../../services/ad-accounts/list';
import { getUser, listUsers } from '../../services/users/list';
import { disableUser, enableUser, setRole } from '../../services/users/manage';
import { getMe, updateMe } from '../../services/users/me';
import type { User } from '../../services/users/user';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'Users';

export function presentUser(user: User): z.output<typeof UserAnswer> {
  return {
    id: user.id,
    email: user.email,
    email_verified: user.emailVerifiedAt !== null,
    phone: user.phone,
    full_name: user.fullName,
    role: user.role,
    is_superuser: user.role === 'admin',
    is_active: user.isActive,
    plan: user.plan,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}

function presentAdAccount(account: AdAccount): z.output<typeof AdAccountAnswer> {
  return AdAccountAnswer.parse({
    id: account.id,
    platform: account.platform,
    external_id: account.externalId,
    name: account.name,
    currency: account.currency,
    time_zone: account.timeZone,
    status: account.status,
    is_connected: account.isConnected,
    connected_at: account.connectedAt.toISOString(),
    created_at: account.createdAt.toISOString(),
  });
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/users/me',
    summary: 'Your profile',
    tag,
    verb: getMe,
    input: () => undefined,
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    headers: { ETag: ({ version }) => etag(version) },
    errors: [],
  }),
  route({
    method: 'patch',
    path: '/users/me',
    summary: 'Change your profile',
    tag,
    body: ProfileBody,
    verb: updateMe,
    input: ({ body, expectedVersion }) => ({ fullName: body.full_name, expectedVersion }),
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    headers: { ETag: ({ version }) => etag(version) },
    errors: ['VERSION_CONFLICT'],
  }),
  route({
    method: 'get',
    path: '/users',
    summary: 'List users',
    tag,
    query: Users.Query,
    verb: listUsers,
    input: ({ query: { role, is_active: isActive, email, ...query } }) => ({
      ...query,
      role,
      isActive,
      email,
    }),
    status: 200,
    answer: Users.Answer,
    present: presentList(presentUser),
    errors: [],
  }),
  route({
    method: 'get',
    path: '/users/{id}',
    summary: 'One user',
    tag,
    params: IdParams,
    verb: getUser,
    input: ({ params }) => params,
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    errors: [],
  }),
  route({
    method: 'post',
    path: '/users/{id}/role',
    summary: 'Set a user’s role; the last admin keeps his',
    tag,
    params: IdParams,
    body: RoleBody,
    verb: setRole,
    input: ({ params, body }) => ({ id: params.id, role: body.role }),
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    errors: ['CONFLICT'],
  }),
  route({
    method: 'post',
    path: '/users/{id}/disable',
    summary: 'Shut a user out: all his sign-ins, API keys and codes end within a second',
    tag,
    params: IdParams,
    verb: disableUser,
    input: ({ params }) => params,
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    errors: ['CONFLICT'],
  }),
  route({
    method: 'post',
    path: '/users/{id}/enable',
    summary: 'Let a disabled user sign in again',
    tag,
    params: IdParams,
    verb: enableUser,
    input: ({ params }) => params,
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    errors: [],
  }),
  route({
    method: 'get',
    path: '/ad-accounts',
    summary: 'List your ad accounts',
    tag: 'Ad accounts',
    query: AdAccounts.Query,
    verb: listAdAccounts,
    input: ({ query }) => query,
    status: 200,
    answer: AdAccounts.Answer,
    present: presentList(presentAdAccount),
    errors: [],
  }),
];

/** Profiles, what staff sees and admins change of users, and the caller's ad accounts. */
import type { z } from 'zod';
import { IdParams, PageQuery } from '../../schemas/common';
import {
  AdAccountAnswer,
  AdAccountList,
  ProfileBody,
  RoleBody,
  UserAnswer,
  UserList,
  UserQuery,
} from '../../schemas/users';
import { type AdAccount, listAdAccounts } from '../../services/ad-accounts/list';
import { getUser, listUsers } from '../../services/users/list';
import { disableUser, enableUser, setRole } from '../../services/users/manage';
import { getMe, updateMe } from '../../services/users/me';
import type { User } from '../../services/users/user';
import { type Route, route } from '../route';

const tag = 'Users';

export function presentUser(user: User): z.output<typeof UserAnswer> {
  return {
    id: user.id,
    email: user.email,
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
    errors: [],
  }),
  route({
    method: 'patch',
    path: '/users/me',
    summary: 'Change your profile',
    tag,
    body: ProfileBody,
    verb: updateMe,
    input: ({ body }) => ({ fullName: body.full_name }),
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    errors: [],
  }),
  route({
    method: 'get',
    path: '/users',
    summary: 'List users, newest first',
    tag,
    query: UserQuery,
    verb: listUsers,
    input: ({ query }) => ({
      role: query.role,
      isActive: query.is_active,
      email: query.email,
      offset: query.offset,
      limit: query.limit,
    }),
    status: 200,
    answer: UserList,
    present: ({ items, ...page }) => ({ items: items.map(presentUser), ...page }),
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
    summary: 'Shut a user out: all his sign-ins end within a second',
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
    summary: 'Your ad accounts, oldest first',
    tag: 'Ad accounts',
    query: PageQuery,
    verb: listAdAccounts,
    input: ({ query }) => query,
    status: 200,
    answer: AdAccountList,
    present: ({ items, ...page }) => ({ items: items.map(presentAdAccount), ...page }),
    errors: [],
  }),
];

/** Users and ad accounts on the wire. */
import { z } from 'zod';
import { roles } from '../domain/permissions';
import { Currency, Email, QueryFlag, Timestamp, text, Uuid } from './common';
import { listing } from './lists';

const RoleName = z.enum(roles);

export const UserAnswer = z
  .strictObject({
    id: Uuid,
    email: z.string().nullable(),
    email_verified: z.boolean().meta({ description: 'Whether a link that was mailed there was opened' }),
    phone: z.string().nullable(),
    full_name: z.string(),
    role: RoleName,
    is_superuser: z.boolean().meta({ description: 'Whether the role is admin' }),
    is_active: z.boolean(),
    plan: z.string(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'User' });

export const Users = listing(UserAnswer, {
  sorts: ['-created_at', 'full_name'],
  filters: { role: RoleName.optional(), is_active: QueryFlag.optional(), email: Email.optional() },
});
export const ProfileBody = z.strictObject({ full_name: text(200).optional() }).meta({ id: 'ProfileChanges' });
export const RoleBody = z.strictObject({ role: RoleName }).meta({ id: 'RoleChange' });

export const AdAccountAnswer = z
  .strictObject({
    id: Uuid,
    platform: z.enum(['house', 'sandbox', 'meta', 'google']),
    external_id: z.string(),
    name: z.string(),
    currency: Currency,
    time_zone: z.string(),
    status: z.enum(['active', 'paused', 'error']),
    is_connected: z.boolean(),
    connected_at: Timestamp,
    created_at: Timestamp,
  })
  .meta({ id: 'AdAccount' });

export const AdAccounts = listing(AdAccountAnswer, { sorts: ['created_at', 'name'] });

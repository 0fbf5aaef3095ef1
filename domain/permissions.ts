/** The one table of who may do what: action × role, and the scope that an API key needs for it. */
export const roles = ['advertiser', 'support', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `own`: only what is his; `any`: everyone's; null: refused as FORBIDDEN. */
export type Reach = 'own' | 'any';

/** What an API key can be made for. It never gives more than its owner's role does. */
export const scopes = [
  'account:read',
  'account:write',
  'campaigns:read',
  'campaigns:write',
  'media:read',
  'media:write',
  'payments:read',
  'payments:write',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'users:read',
  'users:write',
  'reviews:write',
  'prices:write',
  'placements:write',
  'audit:read',
] as const;
export type Scope = (typeof scopes)[number];

export type Permission = Readonly<Record<Role, Reach | null> & { scope: Scope | null }>;

const everyone = { advertiser: 'own', support: 'own', admin: 'own' } as const;
const readers = { advertiser: 'own', support: 'any', admin: 'any' } as const;
const buyers = { advertiser: 'own', support: null, admin: 'any' } as const;
const owners = { advertiser: 'own', support: null, admin: 'own' } as const;
const admins = { advertiser: null, support: null, admin: 'any' } as const;
const staff = { advertiser: null, support: 'any', admin: 'any' } as const;

/** Every action says which scope a key needs for it; with null it takes a sign-in alone. */
export const permissions = {
  'profile.read': { ...everyone, scope: 'account:read' },
  'profile.edit': { ...everyone, scope: 'account:write' },
  'password.manage': { ...everyone, scope: null },
  'sessions.manage': { ...everyone, scope: null },
  'identities.manage': { ...everyone, scope: null },
  'totp.manage': { ...everyone, scope: null },
  'apikeys.manage': { ...everyone, scope: null },
  'usage.read': { ...everyone, scope: 'account:read' },
  'notifications.read': { ...everyone, scope: 'account:read' },
  'notifications.manage': { ...everyone, scope: 'account:write' },
  'events.read': { ...everyone, scope: 'events:read' },
  'webhooks.read': { ...owners, scope: 'webhooks:read' },
  'webhooks.manage': { ...owners, scope: 'webhooks:write' },
  'users.view': { ...staff, scope: 'users:read' },
  'users.manage': { ...admins, scope: 'users:write' },
  'users.provision': { ...admins, scope: 'users:write' },
  'users.set_role': { ...admins, scope: null },
  'users.reset_totp': { ...admins, scope: null },
  'users.end_sessions': { ...admins, scope: null },
  'adaccount.read': { ...everyone, scope: 'campaigns:read' },
  'campaign.create': { ...owners, scope: 'campaigns:write' },
  'campaign.read': { ...readers, scope: 'campaigns:read' },
  'campaign.edit': { ...buyers, scope: 'campaigns:write' },
  'campaign.pay': { ...owners, scope: 'payments:write' },
  'campaign.review': { ...admins, scope: 'reviews:write' },
  'media.upload': { ...owners, scope: 'media:write' },
  'media.read': { ...readers, scope: 'media:read' },
  'media.edit': { ...buyers, scope: 'media:write' },
  'media.review': { ...admins, scope: 'reviews:write' },
  'pricing.manage': { ...admins, scope: 'prices:write' },
  'payment.read': { ...readers, scope: 'payments:read' },
  'payment.refund': { ...admins, scope: 'payments:write' },
  'placements.manage': { ...admins, scope: 'placements:write' },
  'inbox.manage': { ...admins, scope: null },
  'audit.read': { ...admins, scope: 'audit:read' },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof permissions;
const table: Readonly<Record<Action, Permission>> = permissions;

export function reachOf(action: Action, role: Role): Reach | null {
  return table[action][role];
}

/** The scope that a key needs; null: it takes a sign-in, and never a key. */
export function scopeOf(action: Action): Scope | null {
  return table[action].scope;
}

/** The scopes that mean something in the hands of a role: those of what it may do. */
export function scopesOf(role: Role): Scope[] {
  return scopes.filter((scope) => Object.values(table).some((row) => row.scope === scope && row[role]));
}

export function isScope(value: string): value is Scope {
  return (scopes as readonly string[]).includes(value);
}

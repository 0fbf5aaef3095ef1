/** The one table of who may do what: action × role → on his own things, on anyone's, or not at all. */
export const roles = ['advertiser', 'support', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `own`: only what is his; `any`: everyone's; null: refused as FORBIDDEN. */
export type Scope = 'own' | 'any';
type Row = Readonly<Record<Role, Scope | null>>;

const everyone: Row = { advertiser: 'own', support: 'own', admin: 'own' };
const readers: Row = { advertiser: 'own', support: 'any', admin: 'any' };
const buyers: Row = { advertiser: 'own', support: null, admin: 'any' };
const owners: Row = { advertiser: 'own', support: null, admin: 'own' };
const admins: Row = { advertiser: null, support: null, admin: 'any' };
const staff: Row = { advertiser: null, support: 'any', admin: 'any' };

export const permissions = {
  'profile.read': everyone,
  'profile.edit': everyone,
  'sessions.manage': everyone,
  'notifications.manage': everyone,
  'users.view': staff,
  'users.manage': admins,
  'adaccount.read': readers,
  'adaccount.manage': owners,
  'campaign.create': owners,
  'campaign.read': readers,
  'campaign.edit': buyers,
  'campaign.pay': owners,
  'campaign.review': admins,
  'media.upload': owners,
  'media.read': readers,
  'media.edit': buyers,
  'media.review': admins,
  'pricing.quote': everyone,
  'pricing.manage': admins,
  'payment.read': readers,
  'payment.refund': admins,
  'placements.manage': admins,
  'audit.read': admins,
} as const satisfies Record<string, Row>;

export type Action = keyof typeof permissions;

export function scopeOf(action: Action, role: Role): Scope | null {
  return permissions[action][role];
}

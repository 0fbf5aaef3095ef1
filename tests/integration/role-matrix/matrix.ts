/**
 * Who may do what, written by hand from the Role-Based Access Matrix of the requirements, row by row, and from their
 * extension to campaigns. It is never made from domain/permissions.ts: it is what that file is held against.
 */

/** On his own things, on everyone's, or refused. */
export type Cell = 'own' | 'all' | 'no';

export interface Row {
  name: string;
  user: Cell;
  support: Cell;
  admin: Cell;
  /** Operations by what lets them through besides the role. */
  operations: {
    /** Anyone's: nobody is asked who he is. */
    open?: readonly string[];
    /** Anyone's: one who says who he is, is known by it, and refused when it is not true. */
    known?: readonly string[];
    /** The sign-in's own, by its token. */
    session?: readonly string[];
    /** A key that only reads is enough. */
    read?: readonly string[];
    /** A key needs a scope to write. */
    write?: readonly string[];
    /** No key at all, whatever its scopes. */
    signIn?: readonly string[];
  };
}

/** The matrix as it stands in the requirements; a tick is `own` for "my" things and `all` for "all" of them. */
const required: readonly Row[] = [
  {
    name: 'Auth',
    user: 'own',
    support: 'own',
    admin: 'own',
    operations: {
      open: [
        'POST /auth/register',
        'POST /auth/login',
        'POST /auth/verify',
        'POST /auth/totp',
        'GET /auth/google',
        'GET /auth/google/callback',
        'POST /auth/google/finish',
        'POST /auth/refresh',
        'POST /auth/forgot-password',
        'POST /auth/reset-password',
        'POST /auth/verify-email',
        'POST /auth/verify-email/resend',
      ],
      session: ['POST /auth/logout'],
      signIn: [
        'GET /users/me/sessions',
        'DELETE /users/me/sessions',
        'DELETE /users/me/sessions/{id}',
        'POST /users/me/password',
        'POST /users/me/email',
        'POST /users/me/phone',
        'POST /users/me/phone/verify',
        'DELETE /users/me/phone',
        'DELETE /users/me/google',
        'GET /users/me/totp',
        'POST /users/me/totp',
        'POST /users/me/totp/confirm',
        'DELETE /users/me/totp',
      ],
    },
  },
  {
    name: 'My Profile',
    user: 'own',
    support: 'own',
    admin: 'own',
    operations: {
      read: ['GET /users/me', 'GET /usage', 'GET /ad-accounts', 'GET /events'],
      write: ['PATCH /users/me'],
    },
  },
  {
    name: 'Notifications',
    user: 'own',
    support: 'own',
    admin: 'own',
    operations: {
      read: ['GET /notifications', 'GET /notifications/unread-count'],
      write: ['POST /notifications/{id}/read', 'POST /notifications/read-all'],
    },
  },
  {
    name: 'View All Users',
    user: 'no',
    support: 'all',
    admin: 'all',
    operations: { read: ['GET /users', 'GET /users/{id}'] },
  },
];

/** The same roles over what the matrix does not name: campaigns, media, payments, prices, and what programs use. */
const extended: readonly Row[] = [
  {
    name: 'Create Campaign',
    user: 'own',
    support: 'no',
    admin: 'own',
    operations: { write: ['POST /campaigns', 'POST /campaigns/create'] },
  },
  {
    name: 'View Campaigns',
    user: 'own',
    support: 'all',
    admin: 'all',
    operations: {
      read: [
        'GET /campaigns',
        'GET /campaigns/{id}',
        'GET /campaigns/{id}/timeline',
        'GET /campaigns/{id}/report',
        'GET /campaigns/{id}/ad-groups',
        'GET /campaigns/{id}/creatives',
        'GET /campaigns/{id}/metrics',
        'GET /campaigns/{id}/metrics/summary',
        'GET /campaigns/{id}/analytics',
        'GET /analytics',
        'GET /ad-groups/{id}',
        'GET /creatives/{id}',
      ],
    },
  },
  {
    name: 'Change Campaigns',
    user: 'own',
    support: 'no',
    admin: 'all',
    operations: {
      write: [
        'PATCH /campaigns/{id}',
        'DELETE /campaigns/{id}',
        'POST /campaigns/{id}/submit',
        'POST /campaigns/{id}/pause',
        'POST /campaigns/{id}/resume',
        'POST /campaigns/{id}/cancel',
        'POST /campaigns/{id}/budget',
        'POST /campaigns/{id}/flight',
        'POST /campaigns/{id}/ad-groups',
        'PATCH /ad-groups/{id}',
        'DELETE /ad-groups/{id}',
        'POST /ad-groups/{id}/creatives',
        'PATCH /creatives/{id}',
        'DELETE /creatives/{id}',
        // It shows the secret that conversions are signed with.
        'GET /campaigns/{id}/conversion-tracking',
      ],
    },
  },
  {
    name: 'Pay for Campaigns',
    user: 'own',
    support: 'no',
    admin: 'own',
    operations: { write: ['POST /payment/create-checkout-session', 'POST /payment/pay-from-wallet'] },
  },
  {
    name: 'Approve Campaigns and Media',
    user: 'no',
    support: 'no',
    admin: 'all',
    operations: {
      write: [
        'POST /campaigns/{id}/review',
        'POST /campaigns/{id}/retry-activation',
        'POST /media/{id}/review',
      ],
    },
  },
  {
    name: 'Upload Media',
    user: 'own',
    support: 'no',
    admin: 'own',
    operations: { write: ['POST /media/upload', 'POST /media/uploads', 'POST /media/{id}/complete'] },
  },
  {
    name: 'View Media',
    user: 'own',
    support: 'all',
    admin: 'all',
    operations: { read: ['GET /media', 'GET /media/{id}'] },
  },
  {
    name: 'Change Media',
    user: 'own',
    support: 'no',
    admin: 'all',
    operations: { write: ['PATCH /media/{id}', 'DELETE /media/{id}'] },
  },
  {
    name: 'View Payments',
    user: 'own',
    support: 'all',
    admin: 'all',
    operations: { read: ['GET /payments', 'GET /payments/{id}'] },
  },
  {
    name: 'Refund Payments',
    user: 'no',
    support: 'no',
    admin: 'all',
    operations: { write: ['POST /payments/{id}/refund'] },
  },
  {
    name: 'Browse Prices',
    user: 'own',
    support: 'own',
    admin: 'all',
    operations: {
      open: ['GET /billing/plans', 'GET /pricing/industries', 'GET /pricing/coverage-types', 'GET /geodata'],
      known: ['POST /pricing/calculate', 'GET /pricing/quotes/{id}'],
    },
  },
  {
    name: 'Manage Prices',
    user: 'no',
    support: 'no',
    admin: 'all',
    operations: {
      write: [
        'GET /admin/pricing-matrix',
        'PUT /admin/pricing-matrix/{industry}/{coverage_type}/{currency}',
        'DELETE /admin/pricing-matrix/{industry}/{coverage_type}/{currency}',
        'POST /admin/pricing-matrix/csv',
        'GET /admin/pricing-matrix/csv',
        'PUT /admin/geodata/{country}/{state}',
        'DELETE /admin/geodata/{country}/{state}',
        'PUT /admin/geodata/{country}/{state}/{city}',
        'DELETE /admin/geodata/{country}/{state}/{city}',
        'POST /admin/geodata/csv',
        'GET /admin/geodata/csv',
        'GET /admin/promo-codes',
        'POST /admin/promo-codes',
        'POST /admin/promo-codes/{code}/disable',
      ],
    },
  },
  {
    name: 'Manage Placements',
    user: 'no',
    support: 'no',
    admin: 'all',
    operations: {
      write: [
        'GET /admin/placements',
        'POST /admin/placements',
        'GET /admin/placements/{id}',
        'PATCH /admin/placements/{id}',
      ],
    },
  },
  {
    name: 'Manage Parked Events',
    user: 'no',
    support: 'no',
    admin: 'all',
    operations: { signIn: ['GET /admin/parked-events', 'POST /admin/parked-events/{id}/retry'] },
  },
  {
    name: 'View Audit Log',
    user: 'no',
    support: 'no',
    admin: 'all',
    operations: { read: ['GET /admin/audit', 'GET /admin/audit/export'] },
  },
  {
    name: 'Manage Users',
    user: 'no',
    support: 'no',
    admin: 'all',
    operations: {
      write: ['POST /users/{id}/disable', 'POST /users/{id}/enable', 'POST /auth/provision'],
      signIn: ['POST /users/{id}/role', 'DELETE /users/{id}/sessions', 'DELETE /users/{id}/totp'],
    },
  },
  {
    name: 'My API Keys',
    user: 'own',
    support: 'own',
    admin: 'own',
    operations: {
      signIn: [
        'POST /api-keys',
        'GET /api-keys',
        'GET /api-keys/{id}',
        'PATCH /api-keys/{id}',
        'DELETE /api-keys/{id}',
      ],
    },
  },
  {
    name: 'My Webhooks',
    user: 'own',
    support: 'no',
    admin: 'own',
    operations: {
      read: [
        'GET /webhook-endpoints',
        'GET /webhook-endpoints/{id}',
        'GET /webhook-endpoints/{id}/deliveries',
      ],
      write: [
        'POST /webhook-endpoints',
        'PATCH /webhook-endpoints/{id}',
        'DELETE /webhook-endpoints/{id}',
        'POST /webhook-endpoints/{id}/rotate-secret',
        'POST /webhook-endpoints/{id}/test',
        'POST /webhook-deliveries/{id}/resend',
      ],
    },
  },
  {
    name: 'Probes, and messages that are signed by their sender',
    user: 'own',
    support: 'own',
    admin: 'own',
    operations: {
      open: [
        'GET /health',
        'GET /health/ready',
        'POST /payment/webhook',
        'POST /webhooks/stripe',
        'POST /webhooks/platform-events',
      ],
    },
  },
];

export const matrix: readonly Row[] = [...required, ...extended];

/** Rows of the requirements' matrix that nothing is offered for yet, and the paths that they will have. */
export const notYetOffered = [
  { name: 'Browse Products', user: 'own', support: 'own', admin: 'own', paths: ['/products'] },
  { name: 'Create Order', user: 'own', support: 'no', admin: 'own', paths: ['/orders'] },
  { name: 'My Orders', user: 'own', support: 'no', admin: 'own', paths: ['/orders'] },
  { name: 'My Subs', user: 'own', support: 'no', admin: 'own', paths: ['/subscriptions'] },
  { name: 'Wallet', user: 'own', support: 'no', admin: 'own', paths: ['/wallet'] },
  { name: 'View All Orders', user: 'no', support: 'all', admin: 'all', paths: ['/orders'] },
  { name: 'View All Subs', user: 'no', support: 'all', admin: 'all', paths: ['/subscriptions'] },
  {
    name: 'Manage Products',
    user: 'no',
    support: 'no',
    admin: 'all',
    paths: ['/products', '/admin/products'],
  },
  { name: 'Refund Orders', user: 'no', support: 'no', admin: 'all', paths: ['/orders'] },
  { name: 'Assign Creds', user: 'no', support: 'no', admin: 'all', paths: ['/subscriptions'] },
  { name: 'Wallet Admin', user: 'no', support: 'no', admin: 'all', paths: ['/wallet', '/admin/wallets'] },
  {
    name: 'Bulk Notify',
    user: 'no',
    support: 'no',
    admin: 'all',
    paths: ['/notifications/bulk', '/admin/notifications'],
  },
] as const satisfies readonly (Omit<Row, 'operations'> & { paths: readonly string[] })[];

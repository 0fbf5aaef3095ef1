/** A request to every operation that would be granted to whom it is for, and how it is then answered. */
import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../../domain/errors';
import { DAY } from '../../../domain/time';
import { PASSWORD } from '../http';
import type { World } from './world';

export interface Request {
  /** For the parameters in the path, by name; `id` follows from the path unless said. */
  params?: Record<string, string>;
  /** With its question mark. */
  query?: string;
  body?: unknown;
  raw?: Buffer | string;
  headers?: Record<string, string>;
  /** What one who may is answered: the route's own status unless said. */
  answer?: number | ErrorCode;
}

/** Workflows are away: who gets as far as asking one has been let through. */
const asked = { answer: 'UNAVAILABLE' } as const;
const review = { revision: 'a'.repeat(64), decision: 'approved' };
const places = [{ country: 'US', state: 'TX', city: 'austin' }];
const campaign = {
  name: 'Winter sale',
  objective: 'traffic',
  targeting: { industry: 'retail', coverage_type: 'city', places },
  budget_lifetime: 50_000,
  end_date: new Date(Date.now() + 60 * DAY).toISOString().slice(0, 10),
};
const price = { base_rate_micros: 4_200_000, multiplier: '1.1', discounts: [] };
const area = { name: 'Nowhere', population: 1_000, area_km2: '10' };
const matrixRow = { params: { industry: 'retail', coverage_type: 'city', currency: 'USD' } };
const state = { params: { country: 'US', state: 'TX' } };
const city = { params: { ...state.params, city: 'austin' } };
const email = () => `${randomUUID()}@example.com`;
let phones = 3_000;
/** The codes to one phone are limited. */
const newPhone = () => `+1415555${phones++}`;
const csv = { 'content-type': 'text/csv' };
const password = 'another horse battery';
const range = '?from=2026-11-01&to=2026-11-02';

/** Of the picture, with the owner's campaign beside it. */
function upload(picture: Buffer, campaignId: string): Request {
  const boundary = 'a-boundary';
  const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`;
  const raw = Buffer.concat([
    Buffer.from(`${part('name="campaign_id"')}${campaignId}\r\n${part('name="file"; filename="shoe.png"')}`),
    picture,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { raw, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

type Ask = Request | ((world: World, picture: Buffer) => Request);

/** By operation; one that is not here is asked with nothing but its address. */
const requests: Readonly<Record<string, Ask>> = {
  'POST /auth/register': () => ({ body: { email: email(), password, full_name: 'Ada' } }),
  'POST /auth/login': { body: { email: 'nobody@example.com', password }, answer: 'BAD_CREDENTIALS' },
  'POST /auth/refresh': { body: { refresh_token: 'none' }, answer: 'UNAUTHENTICATED' },
  'POST /auth/totp': { body: { challenge: 'none', code: '123456' }, answer: 'CHALLENGE_INVALID' },
  'POST /auth/forgot-password': { body: { email: 'nobody@example.com' } },
  'POST /auth/reset-password': { body: { token: 'none', password }, answer: 'LINK_INVALID' },
  'POST /auth/verify-email': { body: { token: 'none' }, answer: 'LINK_INVALID' },
  'POST /auth/verify-email/resend': { body: { email: 'nobody@example.com' } },
  'DELETE /users/me/sessions/{id}': ({ things }) => ({ params: { id: things.sessions ?? '' } }),
  'POST /users/me/password': { body: { old_password: PASSWORD, new_password: password } },
  'POST /users/me/email': () => ({ body: { email: email(), password: PASSWORD } }),
  'POST /users/me/phone': () => ({ body: { phone: newPhone(), password: PASSWORD } }),
  'POST /users/me/phone/verify': { body: { otp: '123456' }, answer: 'OTP_INVALID' },
  'DELETE /users/me/phone': { body: { password: PASSWORD }, answer: 'NOT_FOUND' },
  'DELETE /users/me/google': { body: { password: PASSWORD }, answer: 'NOT_FOUND' },
  'POST /auth/verify': { body: { phone: '+14155552671', otp: '123456' }, answer: 'OTP_INVALID' },
  'GET /auth/google': { answer: 'SIGN_IN_METHOD_OFF' },
  'GET /auth/google/callback': { answer: 'SIGN_IN_METHOD_OFF' },
  'POST /auth/google/finish': { body: {}, answer: 'ORIGIN_REFUSED' },
  'POST /users/me/totp': { body: { password: PASSWORD } },
  'POST /users/me/totp/confirm': { body: { code: '123456' }, answer: 'SECOND_FACTOR_INVALID' },
  // The one whose second factor is set up.
  'DELETE /users/{id}/totp': ({ disabled }) => ({ params: { id: disabled.id } }),
  'DELETE /users/me/totp': { body: { code: '123456' }, answer: 'NOT_FOUND' },
  'POST /auth/provision': () => ({
    body: { user_id: randomUUID(), email: email(), email_verified: true },
  }),
  'PATCH /users/me': { body: { full_name: 'Countess' } },
  'POST /users/{id}/role': { body: { role: 'support' } },
  'GET /users': (world) => ({ query: `?email=${world.owner.email}` }),

  'GET /campaigns': { query: '?sort=created_at' },
  'POST /campaigns': { body: campaign, ...asked },
  'POST /campaigns/create': { body: campaign, ...asked },
  'PATCH /campaigns/{id}': { body: { name: 'Winter sale' }, ...asked },
  'DELETE /campaigns/{id}': asked,
  'POST /campaigns/{id}/submit': { body: {}, ...asked },
  'POST /campaigns/{id}/review': { body: review, ...asked },
  'POST /media/{id}/review': { body: review, ...asked },
  'POST /campaigns/{id}/retry-activation': { body: { choice: 'retry' }, ...asked },
  'POST /campaigns/{id}/pause': { body: {}, ...asked },
  'POST /campaigns/{id}/resume': asked,
  'POST /campaigns/{id}/cancel': { body: {}, ...asked },
  'POST /campaigns/{id}/budget': { body: { budget_lifetime: 60_000 }, ...asked },
  'POST /campaigns/{id}/flight': { body: { end_date: campaign.end_date }, ...asked },
  'GET /campaigns/{id}/metrics': { query: range },
  'GET /campaigns/{id}/metrics/summary': { query: range },
  'POST /campaigns/{id}/ad-groups': { body: { name: 'Walkers' } },
  'PATCH /ad-groups/{id}': { body: { name: 'Walkers' } },
  'POST /ad-groups/{id}/creatives': {
    body: { headline: 'Boots', description: 'Half price.', destination_url: 'https://shop.example/' },
  },
  'PATCH /creatives/{id}': { body: { headline: 'Boots' } },

  'POST /payment/create-checkout-session': ({ things }) => ({
    body: { campaign_id: things.campaigns },
    ...asked,
  }),
  'POST /payment/pay-from-wallet': ({ things }) => ({ body: { campaign_id: things.campaigns }, ...asked }),
  'GET /payments': ({ owner }) => ({ query: `?user_id=${owner.id}` }),
  'POST /payments/{id}/refund': { body: { amount: 1, reason: 'Asked for.' } },
  'POST /payment/webhook': { raw: '{}', answer: 'SIGNATURE_INVALID' },
  'POST /webhooks/stripe': { raw: '{}', answer: 'SIGNATURE_INVALID' },
  'POST /webhooks/platform-events': { raw: '{}', answer: 'SIGNATURE_INVALID' },

  'POST /media/upload': ({ things }, picture) => upload(picture, things.campaigns ?? ''),
  'POST /media/uploads': ({ things }) => ({
    body: { file_name: 'a.png', content_type: 'image/png', bytes: 1_000, campaign_id: things.campaigns },
  }),
  // Nothing has been sent yet: only its owner is told so.
  'POST /media/{id}/complete': (world) => ({ params: { id: world.upload }, answer: 'CONFLICT' }),
  'GET /media': ({ things }) => ({ query: `?campaign_id=${things.campaigns}` }),
  'PATCH /media/{id}': ({ things }) => ({ body: { campaign_id: things.campaigns } }),

  'POST /pricing/calculate': {
    body: { ...campaign.targeting, objective: 'traffic', currency: 'USD', budget_lifetime: 50_000 },
  },
  'GET /pricing/quotes/{id}': ({ quote }) => ({ params: { id: quote } }),
  'PUT /admin/pricing-matrix/{industry}/{coverage_type}/{currency}': { ...matrixRow, body: price },
  'DELETE /admin/pricing-matrix/{industry}/{coverage_type}/{currency}': () => ({
    params: { ...matrixRow.params, industry: 'gone' },
    answer: 'NOT_FOUND',
  }),
  'POST /admin/pricing-matrix/csv': { raw: 'industry\n', headers: csv, answer: 'VALIDATION_FAILED' },
  'PUT /admin/geodata/{country}/{state}': { ...state, body: area },
  'DELETE /admin/geodata/{country}/{state}': {
    params: { country: 'US', state: 'ZZ' },
    answer: 'NOT_FOUND',
  },
  'PUT /admin/geodata/{country}/{state}/{city}': { ...city, body: area },
  'DELETE /admin/geodata/{country}/{state}/{city}': {
    params: { country: 'US', state: 'TX', city: 'gone' },
    answer: 'NOT_FOUND',
  },
  'POST /admin/geodata/csv': { raw: 'country\n', headers: csv, answer: 'VALIDATION_FAILED' },
  'POST /admin/promo-codes': () => ({ body: { code: randomUUID().slice(0, 8), percent: '10' } }),
  'POST /admin/promo-codes/{code}/disable': ({ promo }) => ({ params: { code: promo } }),
  'POST /admin/placements': () => ({
    body: { id: randomUUID(), name: 'Banner', width: 300, height: 250, formats: ['image'] },
  }),
  'GET /admin/placements/{id}': ({ placement }) => ({ params: { id: placement } }),
  'PATCH /admin/placements/{id}': ({ placement }) => ({
    params: { id: placement },
    body: { is_active: false },
  }),

  'POST /admin/parked-events/{id}/retry': { params: { id: '999999999' }, answer: 'NOT_FOUND' },

  'POST /webhook-endpoints': () => ({
    body: { url: `https://hooks.example.com/${randomUUID()}`, events: ['campaign.*'] },
  }),
  'PATCH /webhook-endpoints/{id}': { body: { description: 'Orders' } },

  'GET /health/ready': { answer: 'UNAVAILABLE' },
  'POST /api-keys': { body: { name: 'Robot', scopes: ['account:read'] } },
  'PATCH /api-keys/{id}': { body: { name: 'Import' } },
};

/** Names in {@link requests} that no operation has. */
export function leftOver(operations: readonly string[]): string[] {
  return Object.keys(requests).filter((name) => !operations.includes(name));
}

/** The request to an operation about the things of a world, its address filled in. */
export function requestTo(operation: string, world: World, picture: Buffer): Request & { address: string } {
  const ask = requests[operation] ?? {};
  const request = typeof ask === 'function' ? ask(world, picture) : ask;
  const [, template = ''] = operation.split(' ');
  const [, kind = ''] = template.split('/');
  const params: Record<string, string | undefined> = { id: world.things[kind], ...request.params };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${operation} needs a ${name}`);
    return value;
  });
  return { ...request, address: `${path}${request.query ?? ''}` };
}

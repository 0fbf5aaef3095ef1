/** The partner platform: its signed events, and its users provisioned at once. */
import { ProvisionAnswer, ProvisionBody, toProvisioning } from '../../schemas/partner';
import { WebhookAnswer } from '../../schemas/payments';
import { provisionUser } from '../../services/partner/provision-user';
import { receivePlatformEvent } from '../../services/partner/webhook';
import { type Route, route } from '../route';
import { presentUser } from './users';

const tag = 'Partner platform';

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/webhooks/platform-events',
    summary: 'Take a signed event of the partner platform',
    tag,
    bodyKind: 'raw',
    signature: 'X-Platform-Signature',
    rate: 'webhook',
    verb: receivePlatformEvent,
    input: ({ raw, headers }) => ({ raw, signature: headers['x-platform-signature'] }),
    status: 200,
    answer: WebhookAnswer,
    present: () => ({ received: true as const }),
    errors: ['SIGNATURE_INVALID', 'MALFORMED_JSON'],
  }),
  route({
    method: 'post',
    path: '/auth/provision',
    summary:
      'Make a user of the partner platform one of ours, or link the one with his verified email (admins)',
    tag,
    body: ProvisionBody,
    verb: provisionUser,
    input: ({ body }) => toProvisioning(body),
    status: 201,
    answer: ProvisionAnswer,
    present: ({ outcome, user }) => ({ outcome, user: presentUser(user) }),
    errors: ['EMAIL_TAKEN', 'CONFLICT'],
    idempotent: true,
  }),
];

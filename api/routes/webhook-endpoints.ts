/** Webhooks out: endpoints, what was delivered to them, and sending it again. */
import { IdParams } from '../../schemas/common';
import {
  WebhookDeliveries,
  WebhookDeliveryAnswer,
  WebhookEndpointAnswer,
  WebhookEndpointBody,
  WebhookEndpointChanges,
  WebhookEndpoints,
  WebhookEndpointWithSecret,
} from '../../schemas/webhook-endpoints';
import { given } from '../../services/changes';
import { deleteEndpoint, updateEndpoint } from '../../services/webhook-endpoints/change';
import { createEndpoint } from '../../services/webhook-endpoints/create';
import { listDeliveries, resendDelivery, testEndpoint } from '../../services/webhook-endpoints/deliveries';
import type { WebhookDelivery } from '../../services/webhook-endpoints/delivery';
import type { WebhookEndpoint, WithSecret } from '../../services/webhook-endpoints/endpoint';
import { getEndpoint, listEndpoints } from '../../services/webhook-endpoints/read';
import { rotateSecret } from '../../services/webhook-endpoints/rotate';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'Webhooks';

function present(endpoint: WebhookEndpoint) {
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    events: endpoint.events,
    is_active: endpoint.isActive,
    disabled_reason: endpoint.disabledReason,
    failing_since: endpoint.failingSince?.toISOString() ?? null,
    previous_secret_until: endpoint.previousUntil?.toISOString() ?? null,
    version: endpoint.version,
    created_at: endpoint.createdAt.toISOString(),
    updated_at: endpoint.updatedAt.toISOString(),
  };
}
const presentSecret = ({ secret, ...endpoint }: WithSecret) => ({ ...present(endpoint), secret });
const headers = { ETag: ({ version }: WebhookEndpoint) => etag(version) };

function presentDelivery(delivery: WebhookDelivery) {
  const { id, endpointId, type, body, state, nextTryAt, deliveredAt, createdAt, tries } = delivery;
  return WebhookDeliveryAnswer.parse({
    id,
    webhook_endpoint_id: endpointId,
    type,
    body,
    state,
    next_try_at: nextTryAt?.toISOString() ?? null,
    delivered_at: deliveredAt?.toISOString() ?? null,
    created_at: createdAt.toISOString(),
    tries: tries.map(({ n, at, status, failure, durationMs }) => ({
      n,
      at: at.toISOString(),
      status,
      failure,
      duration_ms: durationMs,
    })),
  });
}

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/webhook-endpoints',
    summary: 'Register an endpoint for webhooks; this answer alone shows its secret',
    tag,
    body: WebhookEndpointBody,
    verb: createEndpoint,
    input: ({ body }) => body,
    status: 201,
    answer: WebhookEndpointWithSecret,
    present: presentSecret,
    headers: { ...headers, Location: ({ id }) => `/api/v1/webhook-endpoints/${id}` },
    errors: ['CONFLICT'],
    idempotent: true,
    secretAnswer: true,
  }),
  route({
    method: 'get',
    path: '/webhook-endpoints',
    summary: 'List your endpoints',
    tag,
    query: WebhookEndpoints.Query,
    verb: listEndpoints,
    input: ({ query }) => query,
    status: 200,
    answer: WebhookEndpoints.Answer,
    present: presentList(present),
    errors: [],
  }),
  route({
    method: 'get',
    path: '/webhook-endpoints/{id}',
    summary: 'Read an endpoint',
    tag,
    params: IdParams,
    verb: getEndpoint,
    input: ({ params }) => params.id,
    status: 200,
    answer: WebhookEndpointAnswer,
    present,
    headers,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'patch',
    path: '/webhook-endpoints/{id}',
    summary: 'Change an endpoint, or switch it off and on',
    tag,
    params: IdParams,
    body: WebhookEndpointChanges,
    verb: updateEndpoint,
    input: ({ params, body: { is_active: isActive, ...body }, expectedVersion }) => ({
      id: params.id,
      expectedVersion,
      changes: given({ ...body, isActive }),
    }),
    status: 200,
    answer: WebhookEndpointAnswer,
    present,
    headers,
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
  }),
  route({
    method: 'delete',
    path: '/webhook-endpoints/{id}',
    summary: 'Remove an endpoint, and with it what was not delivered yet',
    tag,
    params: IdParams,
    verb: deleteEndpoint,
    input: ({ params, expectedVersion }) => ({ id: params.id, expectedVersion }),
    status: 204,
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
  }),
  route({
    method: 'post',
    path: '/webhook-endpoints/{id}/rotate-secret',
    summary: 'Give an endpoint a new secret; the old one signs too for 24 hours',
    tag,
    params: IdParams,
    verb: rotateSecret,
    input: ({ params }) => params,
    status: 200,
    answer: WebhookEndpointWithSecret,
    present: presentSecret,
    headers,
    errors: ['NOT_FOUND'],
    idempotent: true,
    secretAnswer: true,
  }),
  route({
    method: 'post',
    path: '/webhook-endpoints/{id}/test',
    summary: 'Send a test event to an endpoint',
    tag,
    params: IdParams,
    verb: testEndpoint,
    input: ({ params }) => params,
    status: 202,
    answer: WebhookDeliveryAnswer,
    present: presentDelivery,
    errors: ['NOT_FOUND', 'CONFLICT'],
    idempotent: true,
  }),
  route({
    method: 'get',
    path: '/webhook-endpoints/{id}/deliveries',
    summary: 'List the deliveries to an endpoint, with every try',
    tag,
    params: IdParams,
    query: WebhookDeliveries.Query,
    verb: listDeliveries,
    input: ({ params, query }) => ({ ...query, endpointId: params.id }),
    status: 200,
    answer: WebhookDeliveries.Answer,
    present: presentList(presentDelivery),
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'post',
    path: '/webhook-deliveries/{id}/resend',
    summary: 'Send a delivery again, now',
    tag,
    params: IdParams,
    verb: resendDelivery,
    input: ({ params }) => params,
    status: 202,
    answer: WebhookDeliveryAnswer,
    present: presentDelivery,
    errors: ['NOT_FOUND', 'CONFLICT'],
    idempotent: true,
  }),
];

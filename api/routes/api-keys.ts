/** API keys in the hands of their owner. */
import { ApiKeyAnswer, ApiKeyBody, ApiKeyChanges, ApiKeys, NewApiKeyAnswer } from '../../schemas/api-keys';
import { IdParams } from '../../schemas/common';
import type { ApiKey } from '../../services/api-keys/api-key';
import { renameApiKey, revokeApiKey } from '../../services/api-keys/change';
import { createApiKey } from '../../services/api-keys/create';
import { getApiKey, listApiKeys } from '../../services/api-keys/read';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'API keys';

function present({ id, name, prefix, scopes, lastUsedAt, expiresAt, createdAt }: ApiKey) {
  return {
    id,
    name,
    prefix,
    scopes,
    last_used_at: lastUsedAt?.toISOString() ?? null,
    expires_at: expiresAt?.toISOString() ?? null,
    created_at: createdAt.toISOString(),
  };
}

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/api-keys',
    summary: 'Make an API key; this answer alone shows it',
    tag,
    body: ApiKeyBody,
    verb: createApiKey,
    input: ({ body: { name, scopes, expires_at } }) => ({
      name,
      scopes,
      expiresAt: expires_at === undefined ? null : new Date(expires_at),
    }),
    status: 201,
    answer: NewApiKeyAnswer,
    present: ({ key, ...apiKey }) => ({ ...present(apiKey), key }),
    headers: { Location: ({ id }) => `/api/v1/api-keys/${id}` },
    errors: ['PLAN_LIMIT_REACHED'],
    idempotent: true,
    secretAnswer: true,
    // Each one sends a mail, to an address that may not be proved yet.
    rate: 'sign_in',
  }),
  route({
    method: 'get',
    path: '/api-keys',
    summary: 'List your API keys',
    tag,
    query: ApiKeys.Query,
    verb: listApiKeys,
    input: ({ query }) => query,
    status: 200,
    answer: ApiKeys.Answer,
    present: presentList(present),
    errors: [],
    rate: 'read',
  }),
  route({
    method: 'get',
    path: '/api-keys/{id}',
    summary: 'Read an API key',
    tag,
    params: IdParams,
    verb: getApiKey,
    input: ({ params }) => params.id,
    status: 200,
    answer: ApiKeyAnswer,
    present,
    headers: { ETag: ({ version }) => etag(version) },
    errors: ['NOT_FOUND'],
    rate: 'read',
  }),
  route({
    method: 'patch',
    path: '/api-keys/{id}',
    summary: 'Rename an API key',
    tag,
    params: IdParams,
    body: ApiKeyChanges,
    verb: renameApiKey,
    input: ({ params, body, expectedVersion }) => ({ id: params.id, name: body.name, expectedVersion }),
    status: 200,
    answer: ApiKeyAnswer,
    present,
    headers: { ETag: ({ version }) => etag(version) },
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
    rate: 'write',
  }),
  route({
    method: 'delete',
    path: '/api-keys/{id}',
    summary: 'Revoke an API key, at once and for good',
    tag,
    params: IdParams,
    verb: revokeApiKey,
    input: ({ params }) => params.id,
    status: 204,
    errors: ['NOT_FOUND'],
    rate: 'write',
  }),
];

/** API keys on the wire; the key itself is in the answer that makes it, and in no other. */
import { z } from 'zod';
import { scopes } from '../domain/permissions';
import { Timestamp, text, Uuid } from './common';
import { listing } from './lists';

const ScopeName = z.enum(scopes);

const Name = text(100).meta({ example: 'Nightly import' });

export const ApiKeyAnswer = z
  .strictObject({
    id: Uuid,
    name: z.string(),
    prefix: z.string().meta({ description: 'How the key begins', example: 'afk_Zk3vQ9aB' }),
    scopes: z.array(ScopeName),
    last_used_at: Timestamp.nullable().meta({ description: 'Exact to a minute' }),
    expires_at: Timestamp.nullable(),
    created_at: Timestamp,
  })
  .meta({ id: 'ApiKey' });

export const NewApiKeyAnswer = z
  .strictObject({
    ...ApiKeyAnswer.shape,
    key: z.string().meta({ description: 'For X-API-Key. It is never shown again.' }),
  })
  .meta({ id: 'NewApiKey' });

export const ApiKeys = listing(ApiKeyAnswer, { sorts: ['-created_at', 'name'] });

export const ApiKeyBody = z
  .strictObject({
    name: Name,
    scopes: z
      .array(ScopeName)
      .min(1)
      .max(scopes.length)
      .refine((given) => new Set(given).size === given.length, 'Each scope at most once.')
      .meta({ description: 'What it is for; only what its owner may do himself', uniqueItems: true }),
    expires_at: Timestamp.optional().meta({
      description: 'In the future; without it the key does not expire',
    }),
  })
  .meta({ id: 'ApiKeyRequest' });

export const ApiKeyChanges = z.strictObject({ name: Name }).meta({ id: 'ApiKeyChanges' });

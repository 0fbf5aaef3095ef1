/** The audit log on the wire: who did what to which thing, when, from where. */
import { z } from 'zod';
import { Timestamp, text } from './common';
import { listing } from './lists';

/** Anything that JSON can say but null: what a thing looked like, which is another shape for each kind of thing. */
type JsonValue = string | number | boolean | (JsonValue | null)[] | { [name: string]: JsonValue | null };
const JsonValue: z.ZodType<JsonValue> = z
  .lazy(() => {
    const member = JsonValue.nullable();
    return z.union([z.string(), z.number(), z.boolean(), z.array(member), z.record(z.string(), member)]);
  })
  .meta({ id: 'JsonValue' });
const State = z.union([JsonValue, z.null()]);

export const AuditEntryAnswer = z
  .strictObject({
    id: z.string().meta({ description: 'Grows in the order of writing', example: '1042' }),
    at: Timestamp,
    actor_kind: z.string().meta({ example: 'admin' }),
    actor_id: z.string(),
    action: z.string().meta({ example: 'user.role_changed' }),
    target_kind: z.string().meta({ example: 'user' }),
    target_id: z.string(),
    request_id: z.string(),
    address: z.string().nullable().meta({ description: 'The network address it came from' }),
    api_key_id: z.string().nullable().meta({ description: 'The API key that it came with' }),
    before: State,
    after: State,
  })
  .meta({ id: 'AuditEntry' });

const Word = text(200).optional();

const filters = {
  actor_kind: Word,
  actor_id: Word,
  action: Word.meta({ description: 'Exact, or with a star at its end: `user.*`', example: 'user.*' }),
  target_kind: Word,
  target_id: Word,
  request_id: Word,
  from: Timestamp.optional().meta({ description: 'Not before' }),
  to: Timestamp.optional().meta({ description: 'Before' }),
};

export const AuditEntries = listing(AuditEntryAnswer, { sorts: ['-at'], filters });
export const AuditExportQuery = z.strictObject({
  ...filters,
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
});

const Row = z
  .object({
    id: z.bigint().transform(String),
    at: z.date().transform((at) => at.toISOString()),
    actorKind: z.string(),
    actorId: z.string(),
    action: z.string(),
    targetKind: z.string(),
    targetId: z.string(),
    requestId: z.string(),
    address: z.string().nullable(),
    apiKeyId: z.string().nullable(),
    before: State,
    after: State,
  })
  .transform((row) => ({
    id: row.id,
    at: row.at,
    actor_kind: row.actorKind,
    actor_id: row.actorId,
    action: row.action,
    target_kind: row.targetKind,
    target_id: row.targetId,
    request_id: row.requestId,
    address: row.address,
    api_key_id: row.apiKeyId,
    before: row.before,
    after: row.after,
  }));

export function presentAuditEntry(row: z.input<typeof Row>): z.output<typeof AuditEntryAnswer> {
  return Row.parse(row);
}

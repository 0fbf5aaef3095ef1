/** Takes deliveries that are due, for one try each; several processes never take the same one at a time. */
import { z } from 'zod';
import { type Instant, MINUTE } from '../../domain/time';
import type { Database } from '../../infra/database';

/** Far longer than a try may take; a process that dies in the middle of one gives it back by this. */
const LEASE = MINUTE;
/** What a try's row says until its outcome is known. */
const UNFINISHED = 'The try was interrupted.';

const Claimed = z.object({
  id: z.uuid(),
  endpointId: z.uuid(),
  userId: z.uuid(),
  type: z.string(),
  body: z.string(),
  /** The number of this try. */
  attempts: z.int(),
  url: z.string(),
  secret: z.string(),
  previousSecret: z.string().nullable(),
  previousUntil: z.date().nullable(),
});
export type Claimed = z.output<typeof Claimed>;

interface Room {
  /** Tries under way here, by endpoint. */
  busy: ReadonlyMap<string, number>;
  /** That one endpoint may have under way at a time. */
  perEndpoint: number;
  /** In all. */
  limit: number;
}

/**
 * Those of endpoints that work come first, so that failing ones take only what is left.
 * Each try has its row from here on, whatever becomes of it.
 */
export async function claimDue(db: Database, room: Room, now: Instant): Promise<Claimed[]> {
  const at = new Date(now);
  const rows = await db.$queryRaw`
    WITH due AS (
      SELECT DISTINCT endpoint_id FROM webhook_deliveries WHERE state = 'pending' AND next_try_at <= ${at}
    ), picked AS (
      SELECT delivery.id, e.id AS endpoint_id, e.user_id, e.url, e.secret, e.previous_secret, e.previous_until
      FROM due
      JOIN webhook_endpoints e ON e.id = due.endpoint_id AND e.is_active
      JOIN users u ON u.id = e.user_id AND u.is_active
      LEFT JOIN unnest(${[...room.busy.keys()]}::uuid[], ${[...room.busy.values()]}::int[]) AS busy (id, n)
        ON busy.id = e.id
      CROSS JOIN LATERAL (
        SELECT d.id FROM webhook_deliveries d
        WHERE d.endpoint_id = e.id AND d.state = 'pending' AND d.next_try_at <= ${at}
        ORDER BY d.next_try_at, d.id
        LIMIT greatest(0, ${room.perEndpoint}::int - coalesce(busy.n, 0))
        FOR UPDATE SKIP LOCKED) delivery
      ORDER BY e.failing_since IS NOT NULL, e.id
      LIMIT ${room.limit}
    ), claimed AS (
      UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_try_at = ${new Date(now + LEASE)}
      FROM picked WHERE d.id = picked.id
      RETURNING d.id, d.type, d.body, d.attempts, picked.endpoint_id AS "endpointId", picked.user_id AS "userId",
        picked.url, picked.secret, picked.previous_secret AS "previousSecret", picked.previous_until AS "previousUntil"
    ), logged AS (
      INSERT INTO webhook_attempts (delivery_id, n, at, failure, duration_ms)
      SELECT id, attempts, ${at}, ${UNFINISHED}, 0 FROM claimed)
    SELECT * FROM claimed`;
  return z.array(Claimed).parse(rows);
}

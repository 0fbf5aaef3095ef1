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
  /** Tries under way here. */
  busy: readonly Pick<Claimed, 'endpointId' | 'userId'>[];
  /** That one endpoint may have under way at a time. */
  perEndpoint: number;
  /** That all endpoints of one user may. */
  perUser: number;
  /** In all. */
  limit: number;
}

/**
 * Those of endpoints that work come first, so that failing ones take only what is left; then those of whoever has fewest
 * under way, so that nobody fills the room; then the oldest. Each try has its row from here on, whatever becomes of it.
 */
export async function claimDue(db: Database, room: Room, now: Instant): Promise<Claimed[]> {
  const at = new Date(now);
  const busy = {
    endpoints: room.busy.map((one) => one.endpointId),
    users: room.busy.map((one) => one.userId),
  };
  const rows = await db.$queryRaw`
    WITH busy AS (
      SELECT * FROM unnest(${busy.endpoints}::uuid[], ${busy.users}::uuid[]) AS try (endpoint_id, user_id)
    ), due AS (
      SELECT DISTINCT endpoint_id FROM webhook_deliveries WHERE state = 'pending' AND next_try_at <= ${at}
    ), open AS (
      SELECT e.*, e.failing_since IS NOT NULL AS is_failing,
        (SELECT count(*) FROM busy WHERE busy.endpoint_id = e.id) AS endpoint_busy,
        (SELECT count(*) FROM busy WHERE busy.user_id = e.user_id) AS user_busy
      FROM due
      JOIN webhook_endpoints e ON e.id = due.endpoint_id AND e.is_active
      JOIN users u ON u.id = e.user_id AND u.is_active
    ), ranked AS (
      SELECT open.*, delivery.id AS delivery_id, delivery.next_try_at, open.user_busy + row_number() OVER (
        PARTITION BY open.user_id ORDER BY open.is_failing, delivery.next_try_at, delivery.id) AS nth
      FROM open
      CROSS JOIN LATERAL (
        SELECT d.id, d.next_try_at FROM webhook_deliveries d
        WHERE d.endpoint_id = open.id AND d.state = 'pending' AND d.next_try_at <= ${at}
        ORDER BY d.next_try_at, d.id
        LIMIT greatest(0, least(${room.perEndpoint} - open.endpoint_busy, ${room.perUser} - open.user_busy))
        FOR UPDATE SKIP LOCKED) delivery
    ), picked AS (
      SELECT * FROM ranked WHERE nth <= ${room.perUser}
      ORDER BY is_failing, nth, next_try_at, delivery_id
      LIMIT ${room.limit}
    ), claimed AS (
      UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_try_at = ${new Date(now + LEASE)}
      FROM picked WHERE d.id = picked.delivery_id
      RETURNING d.id, d.type, d.body, d.attempts, picked.id AS "endpointId", picked.user_id AS "userId",
        picked.url, picked.secret, picked.previous_secret AS "previousSecret", picked.previous_until AS "previousUntil"
    ), logged AS (
      INSERT INTO webhook_attempts (delivery_id, n, at, failure, duration_ms)
      SELECT id, attempts, ${at}, ${UNFINISHED}, 0 FROM claimed)
    SELECT * FROM claimed`;
  return z.array(Claimed).parse(rows);
}

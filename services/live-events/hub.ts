/** Who listens in this process: woken when there is news for them, ended when their sign-in is. */
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import { SECOND } from '../../domain/time';
import type { Database } from '../../infra/database';
import type { Caller, Deps } from '../context';

/** Two queries a process, however many listen: for news, and for who may still hear it. */
const LOOK_EVERY = 0.3 * SECOND;
/** Whoever can't be asked about for so long hears no more. */
const UNCHECKED_AT_MOST = 10 * SECOND;
const STREAMS_A_USER = 10;

export interface Listener {
  /** Resolves when there may be news since it was last asked; false: it is over. */
  news(): Promise<boolean>;
  isOver(): boolean;
  end(): void;
}

interface Seat {
  userId: string;
  /** The sign-in, or the API key, that it lives by. */
  credential: string;
  hasNews: boolean;
  isOver: boolean;
  wake(): void;
}

type HubDeps = Pick<Deps, 'db' | 'log' | 'now'>;

class Hub {
  private readonly seats = new Set<Seat>();
  private timer: NodeJS.Timeout | undefined;
  /** The newest event that was looked at; null before the first look. */
  private seen: bigint | null = null;
  /** Monotonic: a step of the clock must keep nobody listening. */
  private checkedAt = 0;

  constructor(private readonly deps: HubDeps) {}

  /** @throws UNAUTHENTICATED for a caller without a credential; RATE_LIMITED for one with too many streams here. */
  listen({ userId, sessionId, apiKey }: Caller): Listener {
    const credential = sessionId ?? apiKey?.id;
    if (credential === undefined) throw new BusinessError('UNAUTHENTICATED');
    if ([...this.seats].filter((seat) => seat.userId === userId).length >= STREAMS_A_USER) {
      throw new BusinessError('RATE_LIMITED', { retryAfterSeconds: 10 });
    }
    const seat: Seat = { userId, credential, hasNews: false, isOver: false, wake: () => {} };
    this.seats.add(seat);
    if (this.timer === undefined) this.start();
    return {
      news: async () => {
        if (!seat.hasNews && !seat.isOver) {
          await new Promise<void>((resolve) => {
            seat.wake = resolve;
          });
        }
        seat.hasNews = false;
        return !seat.isOver;
      },
      isOver: () => seat.isOver,
      end: () => this.end(seat),
    };
  }

  private end(seat: Seat): void {
    this.seats.delete(seat);
    seat.isOver = true;
    seat.wake();
  }

  private start(): void {
    this.seen = null;
    this.checkedAt = performance.now();
    this.again();
  }

  private again(): void {
    this.timer = setTimeout(() => void this.look(), LOOK_EVERY);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    try {
      await this.tellNews();
      await this.endTheGone();
    } catch (error) {
      this.deps.log.warn({ err: error }, 'live events could not be looked for');
    }
    if (performance.now() - this.checkedAt > UNCHECKED_AT_MOST) for (const seat of this.seats) this.end(seat);
    this.timer = undefined;
    if (this.seats.size > 0) this.again();
  }

  private async tellNews(): Promise<void> {
    if (this.seen === null) {
      const { _max } = await this.deps.db.liveEvent.aggregate({ _max: { id: true } });
      this.seen = _max.id ?? 0n;
      // What came between their first reading and this look.
      for (const seat of this.seats) this.tell(seat);
      return;
    }
    const rows = await this.deps.db.$queryRaw`
      SELECT user_id AS "userId", max(id) AS id FROM live_events WHERE id > ${this.seen} GROUP BY user_id`;
    for (const { userId, id } of Newest.parse(rows)) {
      if (id > this.seen) this.seen = id;
      for (const seat of this.seats) if (seat.userId === userId) this.tell(seat);
    }
  }

  private tell(seat: Seat): void {
    seat.hasNews = true;
    seat.wake();
  }

  private async endTheGone(): Promise<void> {
    const askedAt = performance.now();
    const seats = [...this.seats];
    const credentials = [...new Set(seats.map(({ credential }) => credential))];
    const now = new Date(this.deps.now());
    const rows = await this.deps.db.$queryRaw`
      SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id AND u.is_active
      WHERE s.id = ANY (${credentials}::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > ${now}
      UNION ALL
      SELECT k.id FROM api_keys k JOIN users u ON u.id = k.user_id AND u.is_active
      WHERE k.id = ANY (${credentials}::uuid[]) AND k.revoked_at IS NULL
        AND (k.expires_at IS NULL OR k.expires_at > ${now})`;
    const live = new Set(Credentials.parse(rows).map(({ id }) => id));
    this.checkedAt = askedAt;
    for (const seat of seats) if (!live.has(seat.credential)) this.end(seat);
  }
}

const Newest = z.array(z.object({ userId: z.uuid(), id: z.bigint() }));
const Credentials = z.array(z.object({ id: z.uuid() }));

const hubs = new WeakMap<Database, Hub>();

/** The one of this process and database. */
export function hubOf(deps: HubDeps): Hub {
  const known = hubs.get(deps.db);
  if (known) return known;
  const hub = new Hub(deps);
  hubs.set(deps.db, hub);
  return hub;
}

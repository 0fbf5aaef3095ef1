/** Who decodes next: a few files at a time, and users take turns, so that one user's files never hold up another's. */
import { BusinessError } from '../../domain/errors';

interface TurnLimits {
  /** Files at once. */
  lanes: number;
  /** Of them, those of one user: below `lanes`, so that one user never takes every lane. */
  lanesOfOne: number;
  /** Files that wait, of one user and of all. */
  waitingOfOne: number;
  waiting: number;
}

/** A queue that is fair by user: a file waits for at most one of each other user, and for its owner's before it. */
export class Turns {
  readonly #running = new Map<string, number>();
  /** Users in the order of their turns, each with their files in the order they came. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(private readonly limits: TurnLimits) {}

  /**
   * Runs it in its turn; one whose signal aborts while it waits leaves the queue.
   * @throws the signal's reason; RATE_LIMITED when too many of this user wait, UNAVAILABLE when too many of all do.
   */
  async take<T>(userId: string, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    await this.#turnOf(userId, signal);
    try {
      return await run();
    } finally {
      const left = (this.#running.get(userId) ?? 1) - 1;
      if (left > 0) this.#running.set(userId, left);
      else this.#running.delete(userId);
      this.#startNext();
    }
  }

  #turnOf(userId: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const own = this.#waiting.get(userId) ?? [];
    if (own.length >= this.limits.waitingOfOne) {
      throw new BusinessError('RATE_LIMITED', {
        detail: 'Too many of your files are being read: wait for them.',
        retryAfterSeconds: 10,
      });
    }
    const all = [...this.#waiting.values()].reduce((sum, files) => sum + files.length, 0);
    if (all >= this.limits.waiting) throw new BusinessError('UNAVAILABLE', { retryAfterSeconds: 10 });
    return new Promise((resolve, reject) => {
      const leave = () => {
        const files = this.#waiting.get(userId)?.filter((file) => file !== start) ?? [];
        if (files.length > 0) this.#waiting.set(userId, files);
        else this.#waiting.delete(userId);
        reject(signal.reason);
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.set(userId, [...own, start]);
      this.#startNext();
    });
  }

  #startNext(): void {
    const busy = [...this.#running.values()].reduce((sum, files) => sum + files, 0);
    if (busy >= this.limits.lanes) return;
    for (const [userId, [start, ...rest]] of this.#waiting) {
      const own = this.#running.get(userId) ?? 0;
      if (!start || own >= this.limits.lanesOfOne) continue;
      // A user with more files waits behind all others.
      this.#waiting.delete(userId);
      if (rest.length > 0) this.#waiting.set(userId, rest);
      this.#running.set(userId, own + 1);
      start();
      this.#startNext();
      return;
    }
  }
}

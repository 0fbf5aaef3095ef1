/** Stripe's Idempotency-Key: the first answer is kept and replayed, 500s too; other parameters or a race are refused. */
import { createHash } from 'node:crypto';
import type { Memory } from './memory';
import type { Answered } from './objects';
import { Refusal } from './refusal';

/** Stripe forgets a key after a day. */
const KEPT_MS = 24 * 3_600_000;

export interface Answer {
  status: number;
  body: unknown;
}

export class Idempotency {
  private readonly running = new Set<string>();

  constructor(
    private readonly memory: Memory,
    private readonly now: () => number,
  ) {}

  /**
   * Runs `work` under `key`, or replays what it answered before.
   * @throws 400 idempotency_error for other parameters; 409 while the first is still running.
   */
  async once(
    key: string,
    request: { method: string; path: string; body: unknown },
    work: () => Promise<Answer & { keep: boolean }>,
  ): Promise<Answer & { replayed: boolean }> {
    const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const kept = this.find(key);
    if (kept && kept.fingerprint !== fingerprint)
      throw new Refusal(400, {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    if (kept) return { status: kept.status, body: kept.body, replayed: true };
    if (this.running.has(key))
      throw new Refusal(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotent Key: ${key}`,
      });
    this.running.add(key);
    try {
      const { keep, ...answer } = await work();
      if (keep) this.memory.put('answer', { id: key, fingerprint, ...answer, at: this.now() });
      return { ...answer, replayed: false };
    } finally {
      this.running.delete(key);
    }
  }

  private find(key: string): Answered | null {
    const kept = this.memory.get('answer', key);
    return kept && kept.at + KEPT_MS > this.now() ? kept : null;
  }
}

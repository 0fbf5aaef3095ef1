/** Faults on demand: what an endpoint does instead of answering as it should, a stated number of times. */
import { z } from 'zod';

export const fault = z.strictObject({
  /** `POST` or `GET`; any when absent. */
  method: z.enum(['GET', 'POST']).optional(),
  /** The beginning of the path: `/v1/refunds`. */
  path: z.string().default('/v1/'),
  /**
   * fail_before: 500, nothing done and nothing kept under the key. fail_after: done, but 500, which the key keeps.
   * hang_before, hang_after: the connection is cut, without or with the effect. rate_limit: 429. latency: only slow.
   */
  mode: z.enum(['fail_before', 'fail_after', 'hang_before', 'hang_after', 'rate_limit', 'latency']),
  times: z.coerce.number().int().min(1).default(1),
  delay_ms: z.coerce.number().int().min(0).max(60_000).default(0),
  retry_after_seconds: z.coerce.number().int().min(0).default(1),
});
export type Fault = z.output<typeof fault>;

export class Faults {
  private planned: Fault[] = [];

  plan(next: Fault): void {
    this.planned.push(next);
  }

  clear(): void {
    this.planned = [];
  }

  /** The fault that this request meets; it is used up by it. */
  meet(method: string, path: string): Fault | null {
    const found = this.planned.find(
      (item) => path.startsWith(item.path) && (item.method === undefined || item.method === method),
    );
    if (!found) return null;
    found.times -= 1;
    if (found.times === 0) this.planned = this.planned.filter((item) => item !== found);
    return found;
  }
}

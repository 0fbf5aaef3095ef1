/** Webhooks as Stripe sends them: signed, at least once, in no promised order, again and again until acknowledged. */
import { createHmac } from 'node:crypto';
import type { Memory } from './memory';
import type { StripeEvent } from './objects';

export interface Endpoint {
  url: string;
  secret: string;
}

/** How the next events travel: each once, twice, not at all, or held back until `flush`. */
export const modes = ['normal', 'duplicate', 'drop', 'hold'] as const;
type Mode = (typeof modes)[number];

/** How events travel, where it is not as usual. */
interface Way {
  mode?: Mode | undefined;
  delay_ms?: number | undefined;
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
const TRIES = 80; // about three days
const TIMEOUT_MS = 10_000;

export class Courier {
  mode: Mode = 'normal';
  delayMs = 0;
  private held: StripeEvent[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(
    private readonly memory: Memory,
    public endpoint: Endpoint | null,
    private readonly timeScale: number,
    private readonly now: () => number,
  ) {}

  /** Takes an event on its way, as the mode says. */
  take(event: StripeEvent): void {
    if (this.mode === 'drop') return;
    if (this.mode === 'hold') {
      this.held.push(event);
      return;
    }
    this.later(event, 0, this.delayMs);
    if (this.mode === 'duplicate') this.later(event, 0, this.delayMs);
  }

  /** Does something whose events travel `way`, unlike those of anyone else meanwhile. */
  by<T>(way: Way, work: () => T): T {
    const { mode, delayMs } = this;
    if (way.mode === undefined && way.delay_ms === undefined) return work();
    this.mode = way.mode ?? mode;
    this.delayMs = way.delay_ms ?? delayMs;
    try {
      return work();
    } finally {
      this.mode = mode;
      this.delayMs = delayMs;
    }
  }

  /** Sends what was held back (of one payment intent, or all), in its order or against it; returns how many. */
  async flush({ reversed, intent }: { reversed: boolean; intent?: string | undefined }): Promise<number> {
    const wanted = (event: StripeEvent) => intent === undefined || aboutIntent(event, intent);
    const events = this.held.filter(wanted);
    this.held = this.held.filter((event) => !wanted(event));
    for (const event of reversed ? events.reverse() : events) await this.send(event, 0);
    return events.length;
  }

  /** After a restart: whatever no endpoint has acknowledged goes out again. */
  resume(): void {
    for (const event of this.memory.all('event')) if (event.pending_webhooks > 0) this.later(event, 0, 0);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  /** One try; on anything but a 2xx the next is planned. Returns whether it was acknowledged. */
  async send(event: StripeEvent, attempt: number): Promise<boolean> {
    if (!this.endpoint || this.closed) return false;
    const payload = JSON.stringify(event, null, 2);
    const accepted = await fetch(this.endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': sign(payload, this.endpoint.secret, Math.floor(this.now() / 1_000)),
      },
      body: payload,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (accepted) this.memory.put('event', { ...event, pending_webhooks: 0 });
    else if (attempt < TRIES) {
      const wait = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS) / this.timeScale;
      this.later(event, attempt + 1, Math.max(wait, 50));
    }
    return accepted;
  }

  private later(event: StripeEvent, attempt: number, waitMs: number): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.send(event, attempt);
    }, waitMs);
    this.timers.add(timer);
  }
}

function aboutIntent({ data: { object } }: StripeEvent, intent: string): boolean {
  return object.id === intent || ('payment_intent' in object && object.payment_intent === intent);
}

/** The header `t=…,v1=…`: HMAC-SHA256 of `<t>.<body>`. */
export function sign(payload: string, secret: string, at: number): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex')}`;
}

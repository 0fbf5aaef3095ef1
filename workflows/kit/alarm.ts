/** One lazy timer: it rings no later than asked, and whoever hears it looks at the clock again. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Instant } from '../../domain/time';

export class Alarm {
  private dueAt: Instant | null = null;
  private scope: CancellationScope | null = null;

  /** @param onRing called when a timer has fired. */
  constructor(private readonly onRing: () => void) {}

  /** True while a timer runs. Turns false when it rings, which wakes the loop. */
  get running(): boolean {
    return this.dueAt !== null;
  }

  /**
   * Rings at `at` or before. A timer that rings earlier is left alone: a deadline that moves back
   * (an edit of an idle draft) costs no history event.
   */
  set(at: Instant | null, summary: string): void {
    if (at !== null && this.dueAt !== null && this.dueAt <= at) return;
    this.stop();
    if (at === null) return;
    this.dueAt = at;
    const scope = new CancellationScope();
    this.scope = scope;
    scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary }))
      .then(
        () => {
          this.onRing();
          this.dueAt = null;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  stop(): void {
    this.scope?.cancel();
    this.scope = null;
    this.dueAt = null;
  }
}

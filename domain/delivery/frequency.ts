/** How often one viewer has seen a campaign, in this process's memory. */
import { HOUR, type Instant } from '../time';
import type { FrequencyLimit } from './content';

interface Window {
  count: number;
  until: Instant;
}

/** Fixed windows that open with a viewer's first impression; the oldest are forgotten beyond `capacity`. */
export class FrequencyMemory {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly capacity: number) {}

  /** @param key the campaign and the viewer. */
  allows(key: string, limit: FrequencyLimit, now: Instant): boolean {
    const seen = this.windows.get(key);
    return !seen || seen.until <= now || seen.count < limit.impressions;
  }

  count(key: string, limit: FrequencyLimit, now: Instant): void {
    const seen = this.windows.get(key);
    if (seen && seen.until > now) {
      seen.count += 1;
      return;
    }
    this.windows.delete(key);
    this.windows.set(key, { count: 1, until: now + limit.hours * HOUR });
    const oldest = this.windows.size > this.capacity ? this.windows.keys().next().value : undefined;
    if (oldest !== undefined) this.windows.delete(oldest);
  }
}

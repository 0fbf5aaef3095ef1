/** A reader of a publisher's page: asks for ads, shows them, clicks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const Ad = z.object({
  decision_id: z.string(),
  campaign_id: z.uuid(),
  media_url: z.url().nullable(),
  impression_url: z.url(),
  click_url: z.url(),
});
export type Ad = z.output<typeof Ad>;

const HEADERS = {
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
};

export class Viewer {
  constructor(
    private readonly adserverUrl: string,
    private readonly placement = 'demo-banner',
  ) {}

  /** An ad of anyone's campaign, or null where none is to be shown. */
  async ask(): Promise<Ad | null> {
    const answer = await this.get(`${this.adserverUrl}/ads/serve?placement=${this.placement}`);
    return answer.status === 204 ? null : Ad.parse(await answer.json());
  }

  /** Ads of one campaign, among those of others; fewer than `count` once the time is used up. */
  async adsOf(campaignId: string, count: number, withinMs = 10_000): Promise<Ad[]> {
    const found: Ad[] = [];
    for (const deadline = Date.now() + withinMs; found.length < count && Date.now() < deadline; ) {
      const ad = await this.ask();
      if (ad?.campaign_id === campaignId) found.push(ad);
      // The ad server learns of a change within a second.
      else await sleep(20);
    }
    return found;
  }

  async show({ impression_url }: Ad): Promise<void> {
    const { status } = await this.get(impression_url);
    if (status !== 200) throw new Error(`the pixel answered ${status}`);
  }

  /** @returns where the click leads. */
  async click({ click_url }: Ad): Promise<string> {
    const answer = await this.get(click_url);
    const to = answer.headers.get('location');
    if (answer.status !== 302 || !to) throw new Error(`the click answered ${answer.status}`);
    return to;
  }

  private get(url: string): Promise<Response> {
    return fetch(url, { headers: HEADERS, redirect: 'manual', signal: AbortSignal.timeout(15_000) });
  }
}

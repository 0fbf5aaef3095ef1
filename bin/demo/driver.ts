/** What advertisers, admins, buyers and viewers do to a campaign from outside: each a request or two. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { z } from 'zod';
import { TokenAnswer } from '../../schemas/auth';
import { CampaignAnswer } from '../../schemas/campaigns';
import { MediaAnswer } from '../../schemas/media';
import { Payments, type PaymentWire } from '../../schemas/payments';
import { UserAnswer } from '../../schemas/users';
import type { Asked, Call } from './api';

export type Campaign = z.output<typeof CampaignAnswer>;
export type Payment = z.output<typeof PaymentWire>;

export interface Person {
  id: string;
  email: string;
  token: string;
}

const Id = z.object({ id: z.uuid() });
const Session = z.object({
  payment_id: z.uuid(),
  session_id: z.string(),
  checkout_url: z.url(),
});
export type Session = z.output<typeof Session>;

const PASSWORD = 'correct horse battery';
/** How long anything may take that happens by itself. */
const PATIENCE_MS = 30_000;

/** Where and for whom the demo's campaigns run: what the placements that come with Adflight reach. */
export const TARGETING = {
  industry: 'retail',
  coverage_type: 'state',
  places: [{ country: 'US', state: 'CA' }],
} as const;

export class Driver {
  constructor(readonly call: Call) {}

  /** @throws with the answer when it is not a success or not of the shape. */
  async ask<T>(schema: z.ZodType<T>, method: string, path: string, asked?: Asked): Promise<T> {
    const answer = await this.call(method, path, asked);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return schema.parse(answer.body);
  }

  async register(body: { currency?: string; time_zone?: string } = {}): Promise<Person> {
    const email = `${randomUUID()}@example.com`;
    const account = { email, password: PASSWORD, full_name: 'Ada Lovelace', ...body };
    await this.ask(UserAnswer, 'POST', '/auth/register', { body: account });
    return this.signIn(email, PASSWORD);
  }

  async signIn(email: string, password: string): Promise<Person> {
    const body = { email, password };
    const { access_token: token } = await this.ask(TokenAnswer, 'POST', '/auth/login', { body });
    const { id } = await this.ask(UserAnswer, 'GET', '/users/me', { token });
    return { id, email, token };
  }

  /** A draft of 500.00 in the account's currency that ends in thirty days, with what `over` changes. */
  draft({ token }: Person, over: Record<string, unknown> = {}): Promise<Campaign> {
    const body = {
      name: 'Bread at seven',
      objective: 'traffic',
      targeting: TARGETING,
      budget_lifetime: 50_000,
      end_date: inDays(30),
      ...over,
    };
    return this.ask(CampaignAnswer, 'POST', '/campaigns', { token, body });
  }

  /** Uploads a picture and puts it into a creative of a new ad group. */
  async content(person: Person, campaignId: string): Promise<{ mediaId: string; creativeId: string }> {
    const form = new FormData();
    form.set('campaign_id', campaignId);
    form.set('file', new Blob([await picture()], { type: 'image/jpeg' }), 'bread.jpg');
    const { token } = person;
    const media = await this.ask(MediaAnswer, 'POST', '/media/upload', { token, body: form });
    const group = await this.ask(Id, 'POST', `/campaigns/${campaignId}/ad-groups`, {
      token,
      body: { name: 'Neighbours' },
    });
    const creative = await this.ask(Id, 'POST', `/ad-groups/${group.id}/creatives`, {
      token,
      body: {
        headline: 'Fresh bread',
        description: 'From seven in the morning.',
        destination_url: 'https://bakery.example/?click={click_id}',
        media_id: media.id,
      },
    });
    return { mediaId: media.id, creativeId: creative.id };
  }

  /** POST /campaigns/{id}/{verb}: submit, pause, resume, cancel, budget, flight. */
  act({ token }: Person, campaignId: string, verb: string, body: object = {}): Promise<Campaign> {
    return this.ask(CampaignAnswer, 'POST', `/campaigns/${campaignId}/${verb}`, { token, body });
  }

  read({ token }: Person, campaignId: string): Promise<Campaign> {
    return this.ask(CampaignAnswer, 'GET', `/campaigns/${campaignId}`, { token });
  }

  /** Approves every media item that waits in the campaign's revision. */
  async approveMedia(admin: Person, campaignId: string): Promise<Campaign> {
    let campaign = await this.read(admin, campaignId);
    const { hash, media } = campaign.revision ?? { hash: '', media: [] };
    for (const { media_id } of media.filter(({ decision }) => decision === 'pending')) {
      const body = { campaign_id: campaignId, revision: hash, decision: 'approved' };
      campaign = await this.ask(CampaignAnswer, 'POST', `/media/${media_id}/review`, {
        token: admin.token,
        body,
      });
    }
    return campaign;
  }

  async decide(
    admin: Person,
    campaignId: string,
    decision: { decision: 'approved' } | { decision: 'rejected'; reason: string } = { decision: 'approved' },
  ): Promise<Campaign> {
    const { revision } = await this.read(admin, campaignId);
    return this.act(admin, campaignId, 'review', { revision: revision?.hash, ...decision });
  }

  async checkout({ token }: Person, campaignId: string): Promise<Session> {
    const { session } = await this.ask(
      z.object({ session: Session }),
      'POST',
      '/payment/create-checkout-session',
      {
        token,
        body: { campaign_id: campaignId },
      },
    );
    return session;
  }

  /** Presses a button of the simulator's checkout page. */
  async press({ checkout_url }: Session, button: 'pay' | 'debit' | 'decline'): Promise<void> {
    const answer = await fetch(`${checkout_url}/${button}`, { method: 'POST', redirect: 'manual' });
    if (answer.status !== (button === 'decline' ? 402 : 303))
      throw new Error(`the checkout page answered ${answer.status} ${await answer.text()}`);
  }

  async payments({ token }: Person, campaignId: string): Promise<Payment[]> {
    const path = `/payments?campaign_id=${campaignId}&limit=100`;
    return (await this.ask(Payments.Whole, 'GET', path, { token })).items;
  }

  /** Waits until a campaign is so. @throws after half a minute, with what it is instead. */
  until(person: Person, campaignId: string, isSo: (campaign: Campaign) => boolean): Promise<Campaign> {
    return until(
      () => this.read(person, campaignId),
      isSo,
      ({ phase, payment, delivery, version }) =>
        `campaign ${campaignId} is ${phase}, payment ${payment}, delivery ${delivery}, version ${version}`,
    );
  }

  /** From nothing to `awaiting_payment`. */
  async approvedDraft(advertiser: Person, admin: Person, over: Record<string, unknown> = {}) {
    const { id } = await this.draft(advertiser, over);
    await this.content(advertiser, id);
    await this.act(advertiser, id, 'submit');
    return this.approveMedia(admin, id);
  }

  /** From nothing to `pending_approval`, paid by card. */
  async paid(advertiser: Person, admin: Person, over: Record<string, unknown> = {}) {
    const { id } = await this.approvedDraft(advertiser, admin, over);
    await this.press(await this.checkout(advertiser, id), 'pay');
    return this.until(advertiser, id, ({ phase }) => phase === 'pending_approval');
  }

  /** From nothing to `active`. */
  async active(advertiser: Person, admin: Person, over: Record<string, unknown> = {}) {
    const { id } = await this.paid(advertiser, admin, over);
    await this.decide(admin, id);
    return this.until(advertiser, id, ({ phase }) => phase === 'active');
  }
}

/** Looks until it is so. @throws after `patienceMs` with what `describe` says of the last look. */
export async function until<T>(
  look: () => Promise<T>,
  isSo: (found: T) => boolean,
  describe: (found: T) => string,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(100)) {
    const found = await look();
    if (isSo(found)) return found;
    if (Date.now() > deadline) throw new Error(`after ${patienceMs / 1000} s: ${describe(found)}`);
  }
}

/** The calendar date in UTC so many days from now. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** A real JPEG, another one each time: a loaf on a table. */
function picture(): Promise<Buffer> {
  const hue = Math.floor(Math.random() * 360);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1000">
<rect width="1200" height="1000" fill="hsl(${hue}, 40%, 88%)"/><rect y="720" width="1200" height="280" fill="#8a5a36"/>
<ellipse cx="600" cy="640" rx="380" ry="200" fill="#c98a4b"/><path d="M380 560q60-60 90 20m60-50q60-60 90 20m60-50q60-60 90 20"
 fill="none" stroke="#7a4a22" stroke-width="22"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
}

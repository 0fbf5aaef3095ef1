/** Five users with every kind of credential, and one of each thing that belongs to the first of them. */
import { randomUUID } from 'node:crypto';
import { paymentReceived } from '../../../domain/ledger';
import { DAY } from '../../../domain/time';
import type { Quote } from '../../../prisma/generated/client';
import { hashKey, mintKey, prefixOf } from '../../../services/api-keys/secret';
import { issueTokens } from '../../../services/auth/tokens';
import type { Deps } from '../../../services/context';
import { newSecret, sealSecret } from '../../../services/webhook-endpoints/secret';
import { postTransaction } from '../../../store/ledger';
import { aCampaign, aDecision, aSnapshot } from '../../fixtures/campaign';

const people = ['owner', 'other', 'support', 'admin', 'disabled'] as const;
export type Person = (typeof people)[number];

interface Credentials {
  id: string;
  email: string;
  sessionId: string;
  token: string;
  /** A key of every scope there is: what its owner may not do, it may not either. */
  fullKey: string;
  /** A key of every scope that only reads. */
  readKey: string;
}

export interface World extends Record<Person, Credentials> {
  revokedKey: string;
  expiredKey: string;
  /** Ids of the owner's things, by the first part of their path. */
  things: Record<string, string>;
  /** A file that was announced and not sent yet. */
  upload: string;
  quote: string;
  placement: string;
  promo: string;
}

interface Samples {
  /** Every scope there is. */
  scopes: readonly string[];
  /** A row of `quotes`, for its configuration and result. */
  quote: Pick<Quote, 'request' | 'result'>;
  passwordHash: string;
}

export async function makeWorld(
  deps: Deps,
  { scopes, quote: sample, passwordHash }: Samples,
): Promise<World> {
  const { db } = deps;
  const expiresAt = new Date(deps.now() + DAY);
  const rows = people.map((person) => ({
    id: randomUUID(),
    email: `${person}-${randomUUID()}@example.com`,
    fullName: person,
    passwordHash,
    role: person === 'support' || person === 'admin' ? person : 'advertiser',
    plan: 'business',
    isActive: person !== 'disabled',
  }));
  const credentials = await Promise.all(
    rows.map(async ({ id, email }): Promise<Credentials> => {
      const sessionId = randomUUID();
      const refresh = { id: randomUUID(), issuedAt: deps.now() };
      const { accessToken: token } = await issueTokens(deps, { userId: id, sessionId }, refresh);
      return { id, email, sessionId, token, fullKey: mintKey(), readKey: mintKey() };
    }),
  );
  const named = Object.fromEntries(people.map((person, n) => [person, credentials[n]])) as Record<
    Person,
    Credentials
  >;
  const [revokedKey, expiredKey, owner] = [mintKey(), mintKey(), named.owner.id];
  const key = (userId: string, text: string, changes: object = {}) => ({
    userId,
    name: 'Robot',
    prefix: prefixOf(text),
    hash: hashKey(text),
    scopes: [...scopes],
    ...changes,
  });
  const read = scopes.filter((scope) => scope.endsWith(':read'));

  const endAt = deps.now() + 30 * DAY;
  const { brief } = aCampaign();
  const flight = { endAt, endDate: new Date(endAt).toISOString().slice(0, 10) };
  const input = aCampaign({ advertiserId: owner, brief: { ...brief, ...flight } });
  const { view } = aSnapshot(input, [aDecision(1)], {});
  const things = {
    campaigns: input.campaignId,
    'ad-groups': randomUUID(),
    creatives: randomUUID(),
    media: randomUUID(),
    payments: randomUUID(),
    notifications: randomUUID(),
    'api-keys': randomUUID(),
    'webhook-endpoints': randomUUID(),
    'webhook-deliveries': randomUUID(),
    sessions: named.owner.sessionId,
    users: owner,
  };
  const endpointId = things['webhook-endpoints'];
  const [campaignId, upload, quote, placement] = [input.campaignId, randomUUID(), randomUUID(), randomUUID()];
  const picture = { contentType: 'image/webp', fileName: 'shoe.webp', kind: 'image' };

  await db.user.createMany({ data: rows });
  await Promise.all([
    db.session.createMany({
      data: credentials.map(({ id, sessionId }) => ({
        id: sessionId,
        userId: id,
        refreshHash: sessionId,
        expiresAt,
      })),
    }),
    db.apiKey.createMany({
      data: [
        ...credentials.flatMap(({ id, fullKey, readKey }) => [
          key(id, fullKey),
          key(id, readKey, { scopes: read }),
        ]),
        key(owner, revokedKey, { revokedAt: new Date(deps.now()) }),
        key(owner, expiredKey, { expiresAt: new Date(deps.now() - 1) }),
        key(owner, mintKey(), { id: things['api-keys'] }),
      ],
    }),
    db.adAccount.createMany({
      data: rows.map(({ id }) => ({
        userId: id,
        platform: 'house',
        externalId: id,
        name: 'Adflight',
        currency: 'USD',
        timeZone: 'UTC',
      })),
    }),
    db.campaign.create({
      data: {
        ...{ id: campaignId, advertiserId: owner, adAccountId: input.adAccountId, channel: 'house' },
        ...{ name: 'Autumn sale', objective: 'traffic', tags: [], currency: 'USD', timeZone: 'UTC' },
        ...{ phase: view.phase, status: view.status, over: false, version: view.version, fingerprint: '' },
        waitingSince: new Date(deps.now()),
        view: JSON.parse(JSON.stringify(view)),
        targeting,
      },
    }),
    db.campaignReport.create({ data: { campaignId, report } }),
    db.adGroup
      .create({ data: { id: things['ad-groups'], campaignId, name: 'Runners', targeting: {} } })
      .then(() =>
        db.creative.create({
          data: {
            ...{ id: things.creatives, adGroupId: things['ad-groups'], campaignId },
            ...{ headline: 'Shoes', description: 'Half price.', destinationUrl: 'https://shop.example/' },
          },
        }),
      ),
    db.media.createMany({
      data: [
        {
          ...{ id: things.media, userId: owner, campaignId, state: 'visible', ...picture },
          ...{ sha256: 'a'.repeat(64), bytes: 1_000n, width: 1200, height: 628 },
          renditions: { original: 'users/x/original.webp' },
        },
        { ...{ id: upload, userId: owner, state: 'incoming', incomingKey: 'incoming/x' }, ...picture },
      ],
    }),
    db.payment.create({
      data: {
        ...{ id: things.payments, userId: owner, campaignId, purpose: 'campaign', method: 'checkout', n: 1 },
        ...{ amount: 5_000n, received: 5_000n, receivedCurrency: 'USD', currency: 'USD', status: 'paid' },
      },
    }),
    postTransaction(db, paymentReceived({ ...receipt, paymentId: things.payments, campaignId })),
    db.notification.create({
      data: { id: things.notifications, userId: owner, type: 'campaign.approved', title: 'T', message: 'M' },
    }),
    db.secondFactor.create({
      data: { userId: named.disabled.id, secret: '', confirmedAt: new Date(deps.now()) },
    }),
    db.webhookEndpoint
      .create({
        data: {
          ...{
            id: endpointId,
            userId: owner,
            url: 'https://hooks.example.com/adflight',
            events: ['media.*'],
          },
          secret: sealSecret(deps.config, endpointId, newSecret()),
        },
      })
      .then(() =>
        db.webhookDelivery.create({
          data: {
            ...{ id: things['webhook-deliveries'], endpointId, type: 'media.approved', body: '{}' },
            ...{ state: 'failed', attempts: 1, nextTryAt: null },
          },
        }),
      ),
    db.quote.create({
      data: {
        ...{
          id: quote,
          userId: owner,
          fingerprint: '',
          total: 5_000n,
          currency: 'USD',
          validUntil: expiresAt,
        },
        ...{ request: sample.request ?? {}, result: sample.result ?? {} },
      },
    }),
    db.placement.create({
      data: { id: placement, name: 'Banner', width: 300, height: 250, formats: ['image'] },
    }),
    db.promoCode.create({ data: { code: promoOf(placement), percent: 10 } }),
  ]);
  return { ...named, revokedKey, expiredKey, things, upload, quote, placement, promo: promoOf(placement) };
}

const targeting = {
  industry: 'retail',
  coverageType: 'city',
  places: [{ country: 'US', state: 'TX', city: 'austin', radiusKm: null }],
  objective: 'traffic',
  billedUnit: 'impression',
  promoCode: null,
};
const receipt = { currency: 'USD', wanted: 5_000, excess: 0, walletOf: null };
const nothing = { delivered: 0, impressions: 0, clicks: 0, conversions: 0, invalid: 0, revenue: 0 };
const report = {
  ...{ name: 'Autumn sale', currency: 'USD', ending: 'completed', endReason: null, billedUnits: 0 },
  ...nothing,
  days: [],
};

const promoOf = (id: string) => id.slice(0, 8).toUpperCase();

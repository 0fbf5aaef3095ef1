/** Campaigns that stand in the phases which the operations on them need. */
import { z } from 'zod';
import { type Campaign, inDays, type Person, TARGETING } from '../../bin/demo/driver';
import { accounts } from '../../domain/ledger';
import { postTransaction } from '../../store/ledger';
import { stop } from '../../store/line-items';
import { by, type Example, type Examples, json, on } from './example';
import type { Stage } from './stage';

const configuration = { ...TARGETING, objective: 'traffic', currency: 'USD', budget_lifetime: 50_000 };
const Id = z.object({ id: z.uuid() });
const Ids = z.object({ items: z.array(Id).min(1) });

export async function advertisersExamples(stage: Stage): Promise<Examples> {
  const { driver, person } = stage;
  const [advertiser, admin] = [await person('advertiser'), await person('admin')];
  // Every operation is soon tried on all that is seen of the advertiser's: what that would spoil is his neighbour's.
  const neighbour = await person('neighbour');
  const [base, kept, unsent, cancelled, deleted, running, paused, toCheckOut, toPay] = await Promise.all([
    stocked(stage, advertiser),
    stocked(stage, neighbour),
    stocked(stage, advertiser),
    driver.draft(advertiser),
    driver.draft(neighbour),
    driver.active(advertiser, admin),
    driver.active(advertiser, admin),
    driver.approvedDraft(advertiser, admin),
    driver.approvedDraft(advertiser, admin),
  ]);
  await driver.act(advertiser, paused.id, 'pause');
  await driver.until(advertiser, paused.id, ({ delivery }) => delivery === 'paused');
  const { token } = advertiser;
  const quote = await driver.ask(Id, 'POST', '/pricing/calculate', { token, body: configuration });
  const [payment] = await driver.payments(advertiser, running.id);
  const told = await driver.ask(Ids, 'GET', '/notifications?fields=id', { token });
  await fundWallet(stage, toPay);
  await storeReport(stage, base.id);
  const ofBase = (body?: object) => on(base.id, body);
  const apart = (id: string, body?: object) => by(neighbour, on(id, body));
  return {
    'POST /campaigns': json({ ...draft(), name: 'Bread at seven' }),
    'POST /campaigns/create': json({ ...draft(), name: 'Bread at eight' }),
    'GET /campaigns/{id}': ofBase(),
    'PATCH /campaigns/{id}': apart(kept.id, { name: 'Bread at six' }),
    'DELETE /campaigns/{id}': apart(deleted.id),
    'POST /campaigns/{id}/submit': on(unsent.id, {}),
    'POST /campaigns/{id}/pause': on(running.id, { reason: 'Sold out' }),
    'POST /campaigns/{id}/resume': on(paused.id),
    'POST /campaigns/{id}/cancel': on(cancelled.id, {}),
    'POST /campaigns/{id}/budget': apart(kept.id, { budget_lifetime: 60_000 }),
    'POST /campaigns/{id}/flight': apart(kept.id, { end_date: inDays(20) }),
    'GET /campaigns/{id}/timeline': ofBase(),
    'GET /campaigns/{id}/report': ofBase(),
    'GET /campaigns/{id}/metrics': ofBase(),
    'GET /campaigns/{id}/metrics/summary': ofBase(),
    'GET /campaigns/{id}/analytics': ofBase(),
    'GET /campaigns/{id}/conversion-tracking': ofBase(),
    'POST /payment/create-checkout-session': json({ campaign_id: toCheckOut.id }),
    'POST /payment/pay-from-wallet': json({ campaign_id: toPay.id }),
    'GET /payments/{id}': on(payment?.id ?? ''),
    'POST /campaigns/{id}/ad-groups': ofBase({ name: 'Neighbours' }),
    'GET /campaigns/{id}/ad-groups': ofBase(),
    'GET /ad-groups/{id}': on(base.adGroup),
    'PATCH /ad-groups/{id}': apart(kept.adGroup, { name: 'Early risers' }),
    'DELETE /ad-groups/{id}': apart(kept.emptyGroup),
    'POST /ad-groups/{id}/creatives': on(base.adGroup, CREATIVE),
    'GET /campaigns/{id}/creatives': ofBase(),
    'GET /creatives/{id}': on(base.creative),
    'PATCH /creatives/{id}': apart(kept.creative, { headline: 'Fresher bread' }),
    'DELETE /creatives/{id}': apart(kept.spareCreative),
    'GET /media/{id}': on(base.media),
    'PATCH /media/{id}': apart(kept.media, { campaign_id: kept.id }),
    'POST /notifications/{id}/read': on(told.items[0]?.id ?? ''),
    'POST /pricing/calculate': json(configuration),
    'GET /pricing/quotes/{id}': on(quote.id),
  };
}

/** A draft with some of all that a campaign can have. */
async function stocked({ driver }: Stage, person: Person) {
  const { token } = person;
  const { id } = await driver.draft(person);
  const make = async (path: string, body: object) => (await driver.ask(Id, 'POST', path, { token, body })).id;
  const adGroup = await make(`/campaigns/${id}/ad-groups`, { name: 'Bakers' });
  const emptyGroup = await make(`/campaigns/${id}/ad-groups`, { name: 'Millers' });
  const creative = await make(`/ad-groups/${adGroup}/creatives`, CREATIVE);
  const { mediaId: media, creativeId: spareCreative } = await driver.content(person, id);
  return { id, adGroup, emptyGroup, creative, spareCreative, media };
}

export async function reviewersExamples({ driver, person, db }: Stage): Promise<Examples> {
  const [advertiser, admin] = [await person('advertiser'), await person('admin')];
  const [submitted, paid, running, failed] = await Promise.all([
    driver.draft(advertiser).then(async ({ id }) => {
      await driver.content(advertiser, id);
      return driver.act(advertiser, id, 'submit');
    }),
    driver.paid(advertiser, admin),
    driver.active(advertiser, admin),
    driver.paid(advertiser, admin),
  ]);
  const [payment] = await driver.payments(advertiser, running.id);
  // Where its delivery was ended for good, no activation can begin it.
  await stop(db, failed.id, { life: { generation: null, at: Date.now() }, now: Date.now });
  await driver.decide(admin, failed.id);
  await driver.until(admin, failed.id, ({ phase }) => phase === 'activation_failed');
  return {
    'POST /campaigns/{id}/retry-activation': on(failed.id, { choice: 'refund' }),
    'POST /media/{id}/review': reviewOf(submitted),
    'POST /campaigns/{id}/review': on(paid.id, { revision: paid.revision?.hash, decision: 'approved' }),
    'POST /payments/{id}/refund': on(payment?.id ?? '', { amount: 100, reason: 'A gesture' }),
  };
}

function reviewOf({ id, revision }: Campaign): Example {
  const [media] = revision?.media ?? [];
  return on(media?.media_id ?? '', { campaign_id: id, revision: revision?.hash, decision: 'approved' });
}

const CREATIVE = {
  headline: 'Fresh bread',
  description: 'From seven in the morning.',
  destination_url: 'https://bakery.example/?click={click_id}',
};

function draft() {
  return { objective: 'traffic', targeting: TARGETING, budget_lifetime: 50_000, end_date: inDays(30) };
}

async function fundWallet(
  { db }: Stage,
  { id, advertiser_id, amount_due, currency }: Campaign,
): Promise<void> {
  const wallet = accounts.wallet(advertiser_id, currency);
  await postTransaction(db, {
    key: `fuzz:${id}`,
    kind: 'charge',
    referenceType: 'campaign',
    referenceId: id,
    description: 'Money for the fuzzer',
    entries: [
      { account: wallet, currency, amount: amount_due },
      { account: accounts.stripe(currency), currency, amount: -amount_due },
    ],
  });
}

/** As the end of the campaign would. */
async function storeReport({ db }: Stage, campaignId: string): Promise<void> {
  const none = {
    billedUnits: 0,
    delivered: 0,
    impressions: 0,
    clicks: 0,
    conversions: 0,
    invalid: 0,
    revenue: 0,
  };
  const report = { name: 'Bread', currency: 'USD', ending: 'completed', endReason: null, ...none, days: [] };
  await db.campaignReport.upsert({ where: { campaignId }, create: { campaignId, report }, update: {} });
}

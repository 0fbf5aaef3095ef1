/** Campaigns that stand in the phases which the operations on them need. */
import { z } from 'zod';
import { type Campaign, TARGETING } from '../../bin/demo/driver';
import { accounts } from '../../domain/ledger';
import { postTransaction } from '../../store/ledger';
import { type Example, type Examples, json, on } from './example';
import type { Stage } from './stage';

const configuration = { ...TARGETING, objective: 'traffic', currency: 'USD', budget_lifetime: 50_000 };
const Id = z.object({ id: z.uuid() });
const Ids = z.object({ items: z.array(Id).min(1) });

export async function advertisersExamples(stage: Stage): Promise<Examples> {
  const { driver, person } = stage;
  const [advertiser, admin] = [await person('advertiser'), await person('admin')];
  const { token } = advertiser;
  const [base, spare, unsent, cancelled, deleted, running, paused, toCheckOut, toPay] = await Promise.all([
    driver.draft(advertiser),
    driver.draft(advertiser),
    driver.draft(advertiser),
    driver.draft(advertiser),
    driver.draft(advertiser),
    driver.active(advertiser, admin),
    driver.active(advertiser, admin),
    driver.approvedDraft(advertiser, admin),
    driver.approvedDraft(advertiser, admin),
  ]);
  await driver.act(advertiser, paused.id, 'pause');
  await driver.until(advertiser, paused.id, ({ delivery }) => delivery === 'paused');
  const { mediaId } = await driver.content(advertiser, unsent.id);
  const file = await driver.content(advertiser, base.id);
  const group = (name: string) =>
    driver.ask(Id, 'POST', `/campaigns/${base.id}/ad-groups`, { token, body: { name } });
  const [read, emptied] = [await group('Bakers'), await group('Millers')];
  const creative = (groupId: string) =>
    driver.ask(Id, 'POST', `/ad-groups/${groupId}/creatives`, { token, body: CREATIVE });
  const shown = await creative(read.id);
  const { creativeId: removed } = await driver.content(advertiser, spare.id);
  const quote = await driver.ask(Id, 'POST', '/pricing/calculate', { token, body: configuration });
  const [payment] = await driver.payments(advertiser, running.id);
  const told = await driver.ask(Ids, 'GET', '/notifications?fields=id', { token });
  await fundWallet(stage, toPay);
  await storeReport(stage, base.id);
  const ofBase = (body?: object) => on(base.id, body);
  return {
    'POST /campaigns': json({ ...draft(), name: 'Bread at seven' }),
    'POST /campaigns/create': json({ ...draft(), name: 'Bread at eight' }),
    'GET /campaigns/{id}': ofBase(),
    'PATCH /campaigns/{id}': ofBase({ name: 'Bread at six' }),
    'DELETE /campaigns/{id}': on(deleted.id),
    'POST /campaigns/{id}/submit': on(unsent.id, {}),
    'POST /campaigns/{id}/pause': on(running.id, { reason: 'Sold out' }),
    'POST /campaigns/{id}/resume': on(paused.id),
    'POST /campaigns/{id}/cancel': on(cancelled.id, {}),
    'POST /campaigns/{id}/budget': ofBase({ budget_lifetime: 60_000 }),
    'POST /campaigns/{id}/flight': ofBase({ end_date: base.end_date ?? '' }),
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
    'GET /ad-groups/{id}': on(read.id),
    'PATCH /ad-groups/{id}': on(read.id, { name: 'Early risers' }),
    'DELETE /ad-groups/{id}': on(emptied.id),
    'POST /ad-groups/{id}/creatives': on(read.id, CREATIVE),
    'GET /campaigns/{id}/creatives': ofBase(),
    'GET /creatives/{id}': on(shown.id),
    'PATCH /creatives/{id}': on(shown.id, { headline: 'Fresher bread' }),
    'DELETE /creatives/{id}': on(removed),
    'GET /media/{id}': on(mediaId),
    'PATCH /media/{id}': on(file.mediaId, { campaign_id: base.id }),
    'POST /notifications/{id}/read': on(told.items[0]?.id ?? ''),
    'POST /pricing/calculate': json(configuration),
    'GET /pricing/quotes/{id}': on(quote.id),
  };
}

export async function reviewersExamples({ driver, person }: Stage): Promise<Examples> {
  const [advertiser, admin] = [await person('advertiser'), await person('admin')];
  const [submitted, paid, running] = await Promise.all([
    driver.draft(advertiser).then(async ({ id }) => {
      await driver.content(advertiser, id);
      return driver.act(advertiser, id, 'submit');
    }),
    driver.paid(advertiser, admin),
    driver.active(advertiser, admin),
  ]);
  const [payment] = await driver.payments(advertiser, running.id);
  return {
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
  const end = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  return { objective: 'traffic', targeting: TARGETING, budget_lifetime: 50_000, end_date: end };
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

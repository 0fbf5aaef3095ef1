/** The whole life of one campaign, step by step, each with what proves it. */
import { isDeepStrictEqual } from 'node:util';
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import { formatMoney } from '../../domain/money';
import { ReportAnswer, Timeline } from '../../schemas/campaigns';
import { SummaryAnswer } from '../../schemas/metrics';
import { Notifications } from '../../schemas/notifications';
import { QuoteAnswer } from '../../schemas/pricing';
import { viewOfRow } from '../../services/campaigns/view';
import type { Deps } from '../../services/context';
import { checkLedger } from '../../store/ledger-check';
import { type Campaign, type Driver, inDays, type Person, TARGETING, until } from './driver';
import type { Proofs } from './proofs';
import type { Viewer } from './viewer';

export interface Stage {
  driver: Driver;
  viewer: Viewer;
  admin: Person;
  proofs: Proofs;
  deps: Pick<Deps, 'db' | 'temporal'>;
  /** Where the Temporal UI shows workflows; null where the configuration names none. */
  uiUrl: string | null;
}

const BUDGET = 50_000;
const RAISED = 60_000;
const SHOWN = 40;
const CLICKED = 4;
const TOLD = [
  'media.approved',
  'payment.received',
  'campaign.approved',
  'campaign.activated',
  'campaign.completed',
  'refund.succeeded',
];

/** Lives one campaign from the first quote to the final report. @throws when a step does not come to its end. */
export async function live(stage: Stage): Promise<void> {
  const { driver, admin, proofs } = stage;
  const advertiser = await driver.register();
  proofs.step('An advertiser registers', `user ${advertiser.id}, ${advertiser.email}`);
  const campaign = await draft(stage, advertiser);
  const { id } = campaign;
  await pay(stage, advertiser, campaign);

  await driver.decide(admin, id);
  const active = await driver.until(advertiser, id, ({ phase }) => phase === 'active');
  proofs.step('An admin approves the campaign', `phase ${active.phase}, delivery ${active.delivery}`);
  await deliver(stage, advertiser, id);
  await pauseAndResume(stage, advertiser, id);
  await raiseBudget(stage, advertiser, id);

  proofs.say(`waiting for the end of the flight, ${active.end_at}`);
  const over = await until(
    () => driver.read(advertiser, id),
    ({ phase }) => phase === 'completed',
    ({ phase }) => `the campaign is ${phase}, and should be completed`,
    240_000,
  );
  proofs.step('The flight ends', `phase ${over.phase}, version ${over.version}`);
  await settle(stage, advertiser, id);
}

async function draft(stage: Stage, advertiser: Person): Promise<Campaign> {
  const { driver, admin, proofs } = stage;
  const { token } = advertiser;
  const objective = 'traffic';
  const wanted = { ...TARGETING, objective, currency: 'USD', budget_lifetime: BUDGET, duration_days: 30 };
  const quote = await driver.ask(QuoteAnswer, 'POST', '/pricing/calculate', { token, body: wanted });
  proofs.step(
    'A quote',
    `quote ${quote.id}: ${quote.units} ${quote.billed_unit}s for ${formatMoney(quote.total, quote.currency)}, reach ${quote.reach.estimate}`,
    ...quote.discounts.map(({ name, percent }) => `discount: ${name}, ${percent} %`),
  );
  const { id } = await driver.draft(advertiser, { start_date: inDays(1), end_date: inDays(30) });
  proofs.step(
    'A campaign, as a draft',
    `campaign ${id}`,
    `workflow ${stage.uiUrl ? link(stage.uiUrl, id) : campaignWorkflowId(id)}`,
  );
  const { mediaId, creativeId } = await driver.content(advertiser, id);
  proofs.step('A picture is uploaded, and put into a creative', `media ${mediaId}, creative ${creativeId}`);
  const submitted = await driver.act(advertiser, id, 'submit', { quote_id: quote.id });
  proofs.step(
    'The campaign is submitted',
    `revision ${submitted.revision?.hash.slice(0, 16)}, price frozen by quote ${submitted.quote_id}`,
  );
  proofs.check(submitted.quote_id === quote.id, 'the campaign is charged what its quote said');
  const approved = await driver.approveMedia(admin, id);
  proofs.step(
    'An admin approves the picture',
    `phase ${approved.phase}, due ${formatMoney(approved.amount_due, approved.currency)}`,
  );
  proofs.check(approved.amount_due === quote.total, 'what is due is the total of the quote');
  return approved;
}

/** By the simulator's checkout page, whose signed webhook tells Adflight; a forged one changes nothing. */
async function pay(stage: Stage, advertiser: Person, { id, version }: Campaign): Promise<void> {
  const { driver, proofs, deps } = stage;
  const session = await driver.checkout(advertiser, id);
  proofs.step('A checkout is opened', `session ${session.session_id}`, session.checkout_url);
  const forged = { id: 'evt_forged', object: 'event', type: 'checkout.session.completed' };
  const headers = { 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` };
  const refused = await driver.call('POST', '/payment/webhook', { body: forged, headers });
  const still = await driver.read(advertiser, id);
  proofs.check(
    refused.status === 400 && still.phase === 'awaiting_payment' && still.version === version + 1,
    `a forged webhook is refused (${refused.status}) and changes nothing`,
  );
  await driver.press(session, 'pay');
  const paid = await driver.until(advertiser, id, ({ phase }) => phase === 'pending_approval');
  const message = await deps.db.inboxMessage.findFirst({
    where: {
      source: 'stripe',
      kind: 'checkout.session.completed',
      payload: { path: ['data', 'object', 'id'], equals: session.session_id },
    },
  });
  proofs.step(
    'It is paid, and a signed webhook says so',
    `payment ${session.payment_id}: ${formatMoney(paid.amount_paid, paid.currency)}`,
  );
  proofs.check(
    message !== null,
    `the webhook ${message?.externalId} was stored, then relayed: ${message?.outcome}`,
  );
}

async function deliver({ driver, viewer, proofs }: Stage, advertiser: Person, id: string): Promise<void> {
  const ads = await viewer.adsOf(id, SHOWN);
  for (const ad of ads) await viewer.show(ad);
  const clicked = ads.slice(0, CLICKED);
  const destinations = await Promise.all(clicked.map((ad) => viewer.click(ad)));
  proofs.step(
    'Impressions and clicks are served over HTTP',
    `${ads.length} ads shown, ${clicked.length} clicked`,
    `a click leads to ${destinations[0]}`,
  );
  const { token } = advertiser;
  const counted = await until(
    () => driver.ask(SummaryAnswer, 'GET', `/campaigns/${id}/metrics/summary`, { token }),
    ({ impressions, clicks }) => impressions >= SHOWN && clicks >= CLICKED,
    ({ impressions, clicks }) => `${impressions} impressions and ${clicks} clicks are counted`,
  );
  const { impressions, clicks, spend, ctr } = counted;
  proofs.check(
    impressions === SHOWN && clicks === CLICKED,
    `the metrics say ${impressions} impressions, ${clicks} clicks, ctr ${ctr} %, spend ${formatMoney(spend, counted.currency)}`,
  );
}

async function pauseAndResume(
  { driver, viewer, proofs }: Stage,
  advertiser: Person,
  id: string,
): Promise<void> {
  const pausing = await driver.act(advertiser, id, 'pause', { reason: 'Sold out for today.' });
  const paused = await driver.until(advertiser, id, ({ delivery }) => delivery === 'paused');
  proofs.step(
    'The campaign is paused',
    `answered "${pausing.delivery}" at once, then "${paused.delivery}", status ${paused.status}`,
  );
  await until(
    () => viewer.adsOf(id, 1, 500),
    (ads) => ads.length === 0,
    () => 'the ad server still shows its ads',
  );
  proofs.check((await viewer.adsOf(id, 1, 500)).length === 0, 'the ad server shows none of its ads');
  await driver.act(advertiser, id, 'resume');
  const resumed = await driver.until(advertiser, id, ({ delivery }) => delivery === 'delivering');
  proofs.step('The campaign is resumed', `delivery ${resumed.delivery}, status ${resumed.status}`);
  const [ad] = await viewer.adsOf(id, 1);
  proofs.check(ad !== undefined, `an ad is shown again: decision ${ad?.decision_id}`);
}

async function raiseBudget({ driver, proofs }: Stage, advertiser: Person, id: string): Promise<void> {
  const raised = await driver.act(advertiser, id, 'budget', { budget_lifetime: RAISED });
  const session = await driver.checkout(advertiser, id);
  await driver.press(session, 'pay');
  const paid = await driver.until(advertiser, id, ({ budget_lifetime }) => budget_lifetime === RAISED);
  proofs.step(
    'The budget is raised, in force once paid',
    `due ${formatMoney(raised.amount_due, raised.currency)}, payment ${session.payment_id}, budget ${formatMoney(RAISED, paid.currency)}`,
  );
}

/** The end: report, timeline, notifications, refund of what was not delivered, and the books. */
async function settle({ driver, proofs, deps, uiUrl }: Stage, advertiser: Person, id: string): Promise<void> {
  const { token } = advertiser;
  const report = await driver.ask(ReportAnswer, 'GET', `/campaigns/${id}/report`, { token });
  const sum = (amount: number) => formatMoney(amount, report.currency);
  proofs.step(
    'The final report',
    `${report.impressions} impressions, ${report.clicks} clicks, delivered ${sum(report.delivered)}`,
  );
  proofs.check(
    report.impressions === SHOWN && report.billed_units === SHOWN,
    'what was shown is what was billed',
  );

  const payments = await until(
    () => driver.payments(advertiser, id),
    (found) => found.flatMap(({ refunds }) => refunds).every(({ status }) => status === 'succeeded'),
    (found) => `the refunds are ${JSON.stringify(found.flatMap(({ refunds }) => refunds))}`,
  );
  const received = payments.reduce((total, payment) => total + payment.received, 0);
  const refunded = payments.reduce((total, payment) => total + payment.refunded, 0);
  proofs.step('What was not delivered goes back', `received ${sum(received)}, refunded ${sum(refunded)}`);
  proofs.check(
    received - refunded === report.delivered,
    'received less refunded is exactly what was delivered',
  );
  const summary = await driver.ask(SummaryAnswer, 'GET', `/campaigns/${id}/metrics/summary`, { token });
  proofs.check(summary.spend === report.delivered, 'the metrics say what was charged');

  const timeline = await driver.ask(Timeline.Whole, 'GET', `/campaigns/${id}/timeline?limit=100`, { token });
  proofs.step(
    'The timeline',
    ...timeline.items
      .reverse()
      .map(({ version, event, by }) => `${String(version).padStart(2)}  ${event} by ${by}`),
  );
  const { items: notified } = await until(
    () => driver.ask(Notifications.Whole, 'GET', '/notifications?limit=100', { token }),
    ({ items }) => TOLD.every((type) => items.some((item) => item.type === type)),
    ({ items }) => `the advertiser was told of ${items.map(({ type }) => type).join(', ')}`,
  );
  proofs.step('Notifications', ...notified.reverse().map(({ title, message }) => `${title}: ${message}`));
  proofs.check(
    notified.every(({ campaign_id }) => campaign_id === id),
    'the advertiser was told of each turn',
  );

  const findings = await until(
    () => checkLedger(deps.db),
    (found) => found.length === 0,
    (found) => JSON.stringify(found),
    10_000,
  );
  proofs.step(
    'The ledger',
    `${findings.length} contradictions between ledger, payments, refunds and delivery`,
  );
  const handle = deps.temporal.workflow.getHandle(campaignWorkflowId(id));
  const { historyLength, status } = await handle.describe();
  const { view } = await handle.query<CampaignSnapshot>(GET_STATE);
  const row = await deps.db.campaign.findUniqueOrThrow({ where: { id } });
  proofs.step(
    'The workflow',
    `${campaignWorkflowId(id)} is ${status.name} after ${historyLength} events`,
    ...(uiUrl ? [link(uiUrl, id)] : []),
  );
  proofs.check(
    isDeepStrictEqual(JSON.parse(JSON.stringify(view)), viewOfRow(row)),
    'the row in Postgres is what the workflow decided',
  );
}

function link(uiUrl: string, campaignId: string): string {
  return `${uiUrl}/${encodeURIComponent(campaignWorkflowId(campaignId))}`;
}

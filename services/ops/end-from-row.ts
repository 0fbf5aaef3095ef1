/** Ends a campaign whose workflow is lost, from its row: delivery withdrawn, row closed, and what was not delivered given back. */
import { z } from 'zod';
import { messagesToPayments } from '../../adapters/temporal/payments';
import {
  type CampaignView,
  campaignWorkflowId,
  type Decision,
  type Projection,
} from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import type { ServiceConfig } from '../../infra/config';
import * as lineItems from '../../store/line-items';
import { releaseCampaign } from '../../store/outbox';
import { projectCampaign } from '../../store/projection';
import { storeReport } from '../../store/reports';
import { viewOfRow } from '../campaigns/view';
import type { Deps } from '../context';
import { lookAt } from './stuck';

type EndDeps = Pick<Deps<ServiceConfig>, 'config' | 'db' | 'temporal' | 'now'>;

const Refunds = z.array(z.object({ key: z.string(), paymentId: z.uuid(), amount: z.int().positive() }));
type Refund = z.output<typeof Refunds>[number];

export interface Ending {
  view: CampaignView;
  /** Minor units. */
  delivered: number;
  refunds: Refund[];
  /** It has been ended this way before: only what was asked for then is asked again. */
  ended: boolean;
}

const WHY = 'A fault of ours ended the campaign.';
/** From the moment on in which it may have delivered. */
const running: readonly Phase[] = ['activating', 'active', 'completing'];

const requestOf = (campaignId: string) => `end-and-refund/${campaignId}`;

/**
 * What would be done; changes nothing.
 * @throws for a campaign that is over by its own decision, never started, or whose workflow may still decide.
 */
export async function planEnd(deps: EndDeps, campaignId: string): Promise<Ending> {
  const { db } = deps;
  const row = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const view = viewOfRow(row);
  const before = await endedBefore(deps, campaignId);
  if (before) return { view, ...before, ended: true };
  if (row.over) throw new Error(`It is over: ${row.phase}.`);
  if (row.version === 0) throw new Error('It was reserved and never started: the relay starts it by itself.');
  const look = await lookAt(deps, campaignWorkflowId(campaignId));
  if (look.trouble === null && look.is === 'ended')
    throw new Error('It ended by itself, and its row is behind: reproject writes it.');
  if (look.trouble === null || look.trouble === 'failing')
    throw new Error('Its workflow is open, and decides: revive it, or terminate it first.');
  const { delivered } = await lineItems.readDelivery(db, campaignId);
  return { view, delivered, refunds: await share(deps, view, delivered), ended: false };
}

/** Done again it changes nothing, and asks for the same refunds under the same keys. @throws as {@link planEnd} */
export async function endFromRow(deps: EndDeps, campaignId: string): Promise<Ending> {
  const { db } = deps;
  const plan = await planEnd(deps, campaignId);
  const ending = plan.ended ? plan : await close(deps, plan.view);
  await releaseCampaign(db, campaignId, ending.view.version);
  for (const refund of ending.refunds) await ask(deps, campaignId, refund);
  return ending;
}

/** The row is closed last: what breaks off before that is begun anew, and stops and counts the same. */
async function close(deps: EndDeps, view: CampaignView): Promise<Ending> {
  const { db, now } = deps;
  const { campaignId, currency, brief, phase, version } = view;
  const { delivered, billedUnits } = await lineItems.stop(db, campaignId, {
    // Whatever its lives drew: none of them is left.
    life: { generation: null, at: now() },
    now,
  });
  if (running.includes(phase)) {
    const facts = { name: brief.name, currency, ending: 'cancelled', endReason: WHY };
    await storeReport(db, campaignId, facts, { delivered, billedUnits });
  }
  const refunds = await share(deps, view, delivered);
  const refunded = refunds.reduce((sum, { amount }) => sum + amount, 0);
  const at = now();
  const closed: CampaignView = {
    ...view,
    ...{ version: version + 1, phase: 'cancelled', status: 'cancelled', over: true, endReason: WHY },
    ...{ review: null, waitingFor: null, waitingSince: at, checkout: null, updatedAt: at },
    ...{ amountDue: 0, amountPaid: Math.max(0, view.amountPaid - refunded) },
    // What still comes of an open session is the payment's own affair.
    payment: view.payment === 'due' || view.payment === 'processing' ? 'not_due' : view.payment,
    delivery: { wanted: false, confirmed: false },
  };
  const decision: Decision = {
    ...{ version: version + 1, at, from: phase, to: 'cancelled', event: 'campaign.cancelled', why: WHY },
    actor: { kind: 'ops', id: 'end-and-refund' },
    requestId: requestOf(campaignId),
    data: { delivered, billed_units: billedUnits, refunded },
  };
  const movements: Projection['movements'] =
    delivered > 0 ? [{ kind: 'spend', paymentId: null, amount: delivered, currency }] : [];
  // The audit log keeps what is asked for: a repeat reads it there.
  const changed = { before: {}, after: { refunds: refunds.map((refund) => ({ ...refund })) } };
  await projectCampaign(db, { view: closed, decision, changed, payments: [], movements });
  return { view: closed, delivered, refunds, ended: true };
}

/** What was paid and not delivered, newest payment first, under the keys that the campaign would have used next. */
async function share({ db }: EndDeps, view: CampaignView, delivered: number): Promise<Refund[]> {
  const { campaignId, currency } = view;
  const payments = await db.payment.findMany({
    // What is held is an admin's to decide, and of another sum or currency.
    where: { campaignId, status: 'paid', held: false, currency },
    include: { refunds: { select: { key: true } } },
    orderBy: { n: 'desc' },
  });
  const left = payments.map(({ id, received, refunded, lost }) => ({
    paymentId: id,
    amount: Number(received - refunded - lost),
  }));
  const prefix = `${campaignId}:refund:`;
  const used = payments.flatMap(({ refunds }) =>
    refunds.map(({ key }) => (key.startsWith(prefix) ? Number(key.slice(prefix.length)) : 0)),
  );
  let n = Math.max(0, ...used);
  let rest = left.reduce((sum, { amount }) => sum + amount, 0) - delivered;
  const shares: Refund[] = [];
  for (const { paymentId, amount } of left) {
    const part = Math.min(rest, amount);
    if (part <= 0) continue;
    rest -= part;
    n += 1;
    shares.push({ key: `${prefix}${n}`, paymentId, amount: part });
  }
  return shares;
}

const Made = z.object({ refunds: Refunds, delivered: z.int() });

async function endedBefore({ db }: EndDeps, campaignId: string) {
  const entry = await db.auditEntry.findFirst({
    where: { targetKind: 'campaign', targetId: campaignId, requestId: requestOf(campaignId) },
    orderBy: { id: 'asc' },
  });
  return entry && Made.parse(entry.after);
}

async function ask({ temporal, config }: EndDeps, campaignId: string, refund: Refund): Promise<void> {
  const { key, paymentId, amount } = refund;
  const asker = campaignWorkflowId(campaignId);
  const request = { key, amount, reason: 'campaign ended by ops', requestedBy: asker, requestId: asker };
  await messagesToPayments(temporal, config.ADFLIGHT_TIME_SCALE).requestRefund({ paymentId }, request);
}

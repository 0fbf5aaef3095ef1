/** The life of one campaign, from draft to final report (docs/lifecycle.md): a phase a function, one wait each. */
import { CancellationScope } from '@temporalio/workflow';
import type { CampaignInput, CampaignView, DeliveryEvent } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import { BusinessError } from '../../domain/errors';
import { formatMoney } from '../../domain/money';
import { changeBudget } from './budget';
import type { Campaign, Step } from './campaign';
import * as changes from './changes';
import { closeSession, letSessionGo, payFromWallet, requestCheckout } from './checkout';
import * as clock from './clock';
import { cancel, close } from './endings';
import { hold, lift } from './holds';
import type { Heard } from './messages';
import { openCampaign } from './open';
import * as pauses from './pauses';
import { handOn, onPaymentEvent } from './payment-events';
import * as platform from './platform';
import { giveBack } from './refunds';
import * as review from './review';

export async function campaignLifecycle(input: CampaignInput): Promise<CampaignView> {
  const whole = CancellationScope.current();
  return CancellationScope.nonCancellable(() => live(input, whole.cancelRequested));
}

/** @param nativeCancel rejects when ops cancel the workflow itself: that is a `cancel` by ops. */
async function live(input: CampaignInput, nativeCancel: Promise<never>): Promise<CampaignView> {
  const campaign = await openCampaign(input);
  nativeCancel.catch(() => campaign.cancelledByOps());
  return campaign.untilOver(() => campaign.live(story[campaign.phase]));
}

const story: Record<Phase, (c: Campaign) => Promise<Step | null>> = {
  async draft(c) {
    const heard = await c.next({ until: clock.idleDeadline(c), label: 'Draft expires when idle' });
    if (heard.kind === 'deadline') return clock.idle(c);
    if (heard.kind === 'submit') return review.submit(c, heard);
    return inAnyPhase(c, heard);
  },

  async media_review(c) {
    const heard = await c.next({ until: clock.overdueDeadline(c), label: 'Media review is overdue' });
    if (heard.kind === 'deadline') return clock.overdue(c);
    return inAnyPhase(c, heard);
  },

  async awaiting_payment(c) {
    const heard = await c.next({ until: clock.unpaidDeadline(c), label: 'Unpaid campaign expires' });
    if (heard.kind === 'deadline')
      return (
        (await closeSession(c)) ?? close(c, 'expired', 'It was not paid within 14 days.', 'campaign expired')
      );
    return inAnyPhase(c, heard);
  },

  async pending_approval(c) {
    const { endAt } = c.state.brief;
    const heard = await c.next({
      until: clock.earlier(clock.overdueDeadline(c), endAt),
      label: 'Approval is overdue',
    });
    if (heard.kind === 'deadline' && endAt !== null && endAt <= c.now) {
      return close(
        c,
        'expired',
        'The flight ended before the campaign was approved.',
        'campaign not approved in time',
      );
    }
    if (heard.kind === 'deadline') return clock.overdue(c);
    return inAnyPhase(c, heard);
  },

  async scheduled(c) {
    const { revisionWait, brief } = c.state;
    const startAt = brief.startAt ?? c.now;
    const until = clock.earlier(startAt, clock.overdueDeadline(c, revisionWait));
    const heard = await c.next({ until, label: 'Flight starts' });
    if (heard.kind !== 'deadline') return inAnyPhase(c, heard);
    if (revisionWait && c.now < startAt) return clock.overdue(c, revisionWait);
    return { to: 'activating', event: 'campaign.activating', why: 'The flight starts.' };
  },

  async activating(c) {
    const cancelled = c.nextCancel();
    if (cancelled) return cancel(c, cancelled.message.reason);
    const started = await c.during(
      () => platform.activate(c),
      (forGood) => platform.withdraw(c, forGood),
    );
    if (started.kind === 'interrupted') return null;
    if (started.kind === 'failed') {
      return {
        to: 'activation_failed',
        event: 'campaign.activation_failed',
        why: started.error.message,
        data: { code: started.error.code },
      };
    }
    c.state.platformObjects = started.value;
    c.state.delivery.confirmed = c.state.delivery.wanted;
    return {
      to: 'active',
      event: 'campaign.activated',
      why: `It runs on ${c.input.channel}.`,
      data: { objects: started.value.length },
    };
  },

  async activation_failed(c) {
    const heard = await c.next({ until: clock.overdueDeadline(c), label: 'A failed activation is overdue' });
    if (heard.kind === 'deadline') return clock.overdue(c);
    if (heard.kind !== 'retryActivation') return inAnyPhase(c, heard);
    if (heard.message.choice === 'retry')
      return { to: 'activating', event: 'campaign.activating', why: 'An admin retries.' };
    return close(c, 'cancelled', 'The activation failed and an admin refunded it.', 'activation failed');
  },

  async active(c) {
    platform.syncDelivery(c);
    const { revisionWait, brief } = c.state;
    const until = clock.earlier(brief.endAt, clock.overdueDeadline(c, revisionWait));
    const heard = await c.next({ until, label: 'Flight ends', effect: c.sync?.effect ?? null });
    if (heard.kind === 'effect') return deliveryConfirmed(c);
    if (heard.kind !== 'deadline') return inAnyPhase(c, heard);
    if (revisionWait && c.now < (brief.endAt ?? Number.POSITIVE_INFINITY))
      return clock.overdue(c, revisionWait);
    return flightOver(c);
  },

  async completing(c) {
    await platform.endSync(c);
    const { delivered, billedUnits } = await c.surely(() => platform.finish(c));
    // Nothing can be raised any more: what a session still brings goes back.
    c.state.pendingBudget = null;
    await letSessionGo(c);
    const { ending } = c.state;
    const paid = c.view().amountPaid;
    const undelivered = Math.max(0, paid - delivered);
    if (undelivered > 0)
      await giveBack(c, undelivered, ending === 'cancelled' ? 'campaign cancelled' : 'not delivered');
    c.state.report = { delivered, undelivered, billedUnits };
    const sum = formatMoney(delivered, c.input.currency);
    const spent = Math.min(delivered, c.state.quote ? delivered : 0);
    return {
      to: ending && ending !== 'flight_over' ? 'cancelled' : 'completed',
      event: ending && ending !== 'flight_over' ? 'campaign.cancelled' : 'campaign.completed',
      why: `${sum} was delivered; the final report is stored.`,
      data: { delivered, undelivered, billed_units: billedUnits },
      movements:
        spent > 0 ? [{ kind: 'spend', paymentId: null, amount: spent, currency: c.input.currency }] : [],
    };
  },

  completed: afterTheEnd,
  rejected: afterTheEnd,
  cancelled: afterTheEnd,
  expired: afterTheEnd,
};

/** What means the same in every phase that takes it (domain/campaign/phases.ts says which do). */
function inAnyPhase(c: Campaign, heard: Heard): Step | null | Promise<Step | null> {
  switch (heard.kind) {
    case 'cancel':
      return cancel(c, heard.message.reason);
    case 'editCampaign':
      return changes.edit(c, heard);
    case 'changeFlight':
      return changes.changeFlight(c, heard);
    case 'changeBudget':
      return changeBudget(c, heard);
    case 'submit':
      return review.submit(c, heard);
    case 'reviewMedia':
      return review.reviewMedia(c, heard);
    case 'reviewCampaign':
      return review.reviewCampaign(c, heard);
    case 'requestCheckout':
      return requestCheckout(c, heard);
    case 'payFromWallet':
      return payFromWallet(c);
    case 'pause':
      return pauses.pause(c, heard);
    case 'resume':
      return pauses.resume(c, heard);
    case 'applyOptimization':
      return changes.applyOptimization(c, heard);
    case 'undoOptimization':
      return changes.undoOptimization(c, heard);
    case 'paymentEvent':
      return onPaymentEvent(c, heard.message);
    case 'deliveryEvent':
      return onDeliveryEvent(c, heard.message);
    case 'retryActivation':
      throw new BusinessError('WRONG_PHASE');
    default:
      return heard satisfies never;
  }
}

/** What the platform, or the owner's account, did to the delivery. */
function onDeliveryEvent(c: Campaign, event: DeliveryEvent): Step | null {
  const { kind, reason: why, at } = event;
  const step = (told: Step['event']): Step => ({
    to: c.phase,
    event: told,
    why,
    data: { event_id: event.eventId },
  });
  switch (kind) {
    case 'budget_exhausted':
      return hold(c, kind, why, at) ? step('campaign.budget_exhausted') : null;
    case 'disapproved':
    case 'account_disconnected':
    case 'account_disabled':
    case 'account_stopped':
      return hold(c, kind, why, at) ? step('campaign.pausing') : null;
    case 'approved':
      return lift(c, 'disapproved', at) ? step('campaign.resumed') : null;
    case 'account_reconnected':
      return lift(c, 'account_disconnected', at) ? step('campaign.resumed') : null;
    case 'account_enabled':
      return lift(c, 'account_disabled', at) ? step('campaign.resumed') : null;
    case 'account_released':
      return lift(c, 'account_stopped', at) ? step('campaign.resumed') : null;
  }
}

/** The platform did what the holds want, or said for good that it won't. */
function deliveryConfirmed(c: Campaign): Step | null {
  const { sync } = c;
  const outcome = sync?.effect?.outcome;
  if (!sync || !outcome) return null;
  if (sync.wanted === null || !outcome.ok) {
    c.sync = { wanted: sync.wanted, effect: null };
    return null;
  }
  c.sync = null;
  c.state.delivery.confirmed = outcome.value;
  return outcome.value
    ? { to: 'active', event: 'campaign.delivery_confirmed', why: 'The platform delivers again.' }
    : { to: 'active', event: 'campaign.paused', why: 'The platform confirmed the pause.' };
}

/** The flight is over: completing, unless what was not delivered buys it more days (once, at most 30). */
async function flightOver(c: Campaign): Promise<Step> {
  const { brief, extended } = c.state;
  const end = { to: 'completing', event: 'campaign.completing', why: 'The flight is over.' } as const;
  c.state.ending = 'flight_over';
  if (brief.makeGood !== 'extend' || extended || brief.endAt === null || c.input.channel !== 'house')
    return end;
  const { delivered, billedUnits } = await c.surely(() => platform.readDelivery(c));
  const missing = c.view().amountPaid - delivered;
  // Money of a raise that is not paid in full yet buys no units: then nothing is left to deliver.
  if (missing <= 0 || billedUnits >= (c.state.quote?.units ?? 0)) return end;
  c.state.ending = null;
  c.state.extended = true;
  changes.extend(c, brief.endAt);
  await c.surely(() => platform.pushFlight(c));
  return {
    to: 'active',
    event: 'campaign.extended',
    why: `${formatMoney(missing, c.input.currency)} was not delivered: the flight is extended once, by at most 30 days.`,
    data: { missing, delivered },
  };
}

/** A campaign that is over takes no orders; money that still comes is the payment's own affair. */
async function afterTheEnd(c: Campaign): Promise<null> {
  const heard = c.nextHere();
  if (heard?.kind === 'paymentEvent') await handOn(c, heard.message);
  return null;
}

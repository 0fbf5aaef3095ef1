/** The lives whose histories are kept: what each plays, how it closes, and which activities its history schedules. */
import { randomUUID } from 'node:crypto';
import { SECOND } from '../../domain/time';
import type { Drive } from '../workflow/drive';
import { type Stage, type Wishes, withCampaign } from '../workflow/environment';
import type { Asked } from '../workflow/outside';
import { RotationOutside, rotate } from '../workflow/rotation';
import { PaymentDrive, PaymentOutside } from './payment';

interface Played {
  workflowId: string;
  /** A campaign's last phase; the disputes and refunds of a payment. */
  ended: string;
  asked: readonly Asked[];
}

export interface Scenario {
  ends: string;
  /** `ActivityTaskScheduled` in all runs of its history, by type. */
  activities: Record<string, number>;
  play(stage: Stage): Promise<Played>;
}

function campaign(
  ends: string,
  activities: Record<string, number>,
  live: (drive: Drive) => Promise<unknown>,
  wishes: () => Wishes = () => ({}),
): Scenario {
  const play = async (stage: Stage) => {
    let played: Played | undefined;
    const whole = async (drive: Drive) => {
      await live(drive);
      const { phase } = await drive.result();
      played = { workflowId: drive.handle.workflowId, ended: phase, asked: drive.outside.asked };
    };
    await withCampaign(stage, whole, wishes());
    if (!played) throw new Error('The scenario did not end.');
    return played;
  };
  return { ends, activities, play };
}

function payment(
  ends: string,
  activities: Record<string, number>,
  live: (drive: PaymentDrive) => Promise<void>,
  captured = 10_000,
): Scenario {
  const play = async ({ env, outsides }: Stage) => {
    const drive = new PaymentDrive(env.client, new PaymentOutside(randomUUID(), captured));
    const { workflowId, outside } = drive;
    outsides.set(workflowId, outside);
    await live(drive);
    return { workflowId, ended: await drive.ends(), asked: outside.asked };
  };
  return { ends, activities, play };
}

function rotation(ends: string, slices: number, outside: () => RotationOutside): Scenario {
  const play = async (stage: Stage) => {
    const { workflowId, result, asked } = await rotate(stage, outside());
    return {
      workflowId,
      ended: `pass ${result.pass}, ${result.rewrapped} renewed, ${result.broken} broken`,
      asked,
    };
  };
  return { ends, activities: { rewrapSlice: slices }, play };
}

/** Long enough to be approved in time, also where the machine is slow. */
const flight = (from: number | null, to: number) => () => ({
  brief: { startAt: from && Date.now() + from * SECOND, endAt: Date.now() + to * SECOND },
});

export const scenarios: Record<string, Scenario> = {
  'standard-life': campaign(
    'completed',
    { createCheckoutSession: 1, activateCampaign: 1, finishCampaign: 1 },
    (drive) => drive.toActive(),
    flight(null, 5),
  ),

  'scheduled-start': campaign(
    'completed',
    { createCheckoutSession: 1, activateCampaign: 1, finishCampaign: 1 },
    async (drive) => {
      await drive.toApproval();
      await drive.review('approved');
    },
    flight(3, 5),
  ),

  'idle-draft': campaign(
    'expired',
    { readLastEdit: 3 },
    async () => {},
    () => ({ timeScale: 2_000_000 }),
  ),

  unpaid: campaign(
    'expired',
    { createCheckoutSession: 1, expireCheckoutSession: 1 },
    async (drive) => {
      await drive.toPayment();
      await drive.checkout();
    },
    () => ({ timeScale: 600_000 }),
  ),

  'media-rejected': campaign('cancelled', {}, async (drive) => {
    await drive.submit(['m1', 'm2']);
    await drive.approveMedia('m1');
    await drive.rejectMedia('m2', 'Too loud.');
    await drive.edit('A quieter sale');
    await drive.submit(['m1', 'm3'], 'revision-2');
    await drive.approveMedia('m3', 'revision-2');
    await drive.cancel();
  }),

  'cancelled-after-payment': campaign(
    'cancelled',
    { createCheckoutSession: 1, requestRefund: 1 },
    async (drive) => {
      await drive.toApproval();
      await drive.cancel();
    },
  ),

  'cancelled-by-ops': campaign('cancelled', { createCheckoutSession: 1, requestRefund: 1 }, async (drive) => {
    await drive.toApproval();
    await drive.handle.cancel();
  }),

  'rejected-after-payment': campaign(
    'rejected',
    { createCheckoutSession: 1, requestRefund: 1 },
    async (drive) => {
      await drive.toApproval();
      await drive.review('rejected');
    },
  ),

  // The event of another campaign's payment, then one of ours in another currency.
  'handed-on-and-held': campaign(
    'cancelled',
    { forwardPaymentEvent: 1, createCheckoutSession: 1 },
    async (drive) => {
      await drive.paymentEvent('paid', { paymentId: 'another' });
      await drive.toPayment();
      await drive.checkout();
      await drive.paymentEvent('paid', { currency: 'eur' });
      await drive.sees('payment.held');
      await drive.cancel();
    },
  ),

  'flight-extended': campaign(
    'completed',
    {
      createCheckoutSession: 1,
      activateCampaign: 1,
      readDelivery: 1,
      setFlight: 1,
      finishCampaign: 1,
      requestRefund: 1,
    },
    async (drive) => {
      drive.outside.reading = { billedUnits: 700, delivered: 7_000 };
      await drive.toActive();
    },
    () => ({ timeScale: 400_000, brief: { endAt: Date.now() + 4 * SECOND, makeGood: 'extend' } }),
  ),

  'cancelled-while-activating': campaign(
    'cancelled',
    {
      ...{
        createCheckoutSession: 1,
        activateCampaign: 1,
        withdrawCampaign: 1,
        finishCampaign: 1,
        requestRefund: 1,
      },
    },
    async (drive) => {
      drive.outside.hang('activateCampaign');
      drive.outside.reading = { billedUnits: 0, delivered: 0 };
      await drive.toApproval();
      await drive.review('approved');
      await drive.until(() => drive.outside.args('activateCampaign').length > 0);
      await drive.cancel();
    },
  ),

  'activation-retried': campaign(
    'cancelled',
    { createCheckoutSession: 1, activateCampaign: 2, withdrawCampaign: 1, finishCampaign: 1 },
    async (drive) => {
      drive.outside.fail('activateCampaign', 'PROVIDER_REFUSED', 1);
      await drive.toApproval();
      await drive.review('approved');
      await drive.reaches('activation_failed');
      await drive.update('retryActivation', { choice: 'retry' }, 'admin');
      await drive.reaches('active');
      await drive.cancel();
    },
  ),

  'paused-and-raised': campaign(
    'cancelled',
    {
      createCheckoutSession: 2,
      activateCampaign: 1,
      setDelivery: 2,
      setBudget: 2,
      requestRefund: 1,
      finishCampaign: 1,
    },
    async (drive) => {
      drive.outside.reading = { billedUnits: 1_200, delivered: 12_000 };
      await drive.toActive();
      await drive.update('pause', { reason: 'Holidays.' });
      await drive.sees('campaign.paused');
      await drive.update('resume', {});
      await drive.sees('campaign.delivery_confirmed');
      await drive.update('changeBudget', { budgetLifetime: 15_000 });
      await drive.checkout();
      await drive.paymentEvent('paid');
      await drive.until(({ amountPaid }) => amountPaid === 15_000);
      await drive.update('changeBudget', { budgetLifetime: 12_000 });
      await drive.cancel();
    },
  ),

  // A pause that the platform does not answer, taken back; then one that is taken back before it was sent.
  'pauses-taken-back': campaign(
    'cancelled',
    { createCheckoutSession: 1, activateCampaign: 1, setDelivery: 2, finishCampaign: 1 },
    async (drive) => {
      const asked = (times: number) => drive.until(() => drive.outside.args('setDelivery').length === times);
      await drive.toActive();
      drive.outside.hang('setDelivery');
      await drive.update('pause', { reason: 'Holidays.' });
      await asked(1);
      await drive.update('resume', {});
      await asked(2);
      drive.outside.heal('setDelivery');
      await drive.sees('campaign.delivery_confirmed');
      // What is taken back in the task that brought it is asked of nobody.
      await drive.inOneTaskInOrder([
        () => drive.update('pause', { reason: 'No holidays.' }),
        () => drive.update('resume', {}),
        () => drive.edit('Stored while the pause is taken back'),
      ]);
      await drive.cancel();
    },
  ),

  'wallet-and-optimizer': campaign(
    'cancelled',
    { chargeWallet: 1, activateCampaign: 1, setBudget: 2, setRevision: 1, finishCampaign: 1 },
    async (drive) => {
      await drive.toPayment();
      await drive.update('payFromWallet', {});
      await drive.review('approved');
      const { version } = await drive.reaches('active');
      const expected = { version, budgetDaily: null };
      await drive.update('applyOptimization', { optimizationId: 'o1', expected, budgetDaily: 700 }, 'rule');
      await drive.update('undoOptimization', { optimizationId: 'o1' });
      await drive.submit(['m2'], 'revision-2');
      await drive.approveMedia('m2', 'revision-2');
      await drive.review('approved', 'revision-2');
      await drive.cancel();
    },
  ),

  // An admin gives a part back: less is delivered from then on; and words alone need an approval too.
  'refunded-and-revised': campaign(
    'cancelled',
    { createCheckoutSession: 1, activateCampaign: 1, setBudget: 1, setRevision: 1, finishCampaign: 1 },
    async (drive) => {
      await drive.toActive();
      await drive.paymentEvent('refunded', { amount: 4_000 });
      await drive.sees('payment.refunded');
      await drive.submit(['m1'], 'revision-2');
      await drive.review('rejected', 'revision-2');
      await drive.submit(['m1'], 'revision-3');
      await drive.review('approved', 'revision-3');
      await drive.cancel();
    },
  ),

  'dispute-lost': campaign(
    'cancelled',
    { createCheckoutSession: 1, activateCampaign: 1, setDelivery: 1, finishCampaign: 1 },
    async (drive) => {
      await drive.toActive();
      await drive.paymentEvent('disputed', { disputeId: 'dp_1' });
      await drive.sees('campaign.paused');
      await drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', won: false });
    },
  ),

  'continued-as-new': campaign(
    'cancelled',
    { createCheckoutSession: 1, requestRefund: 1 },
    async (drive) => {
      for (let edits = 0; edits < 4; edits += 1) await drive.edit(`Name ${edits}`, `edit-${edits}`);
      await drive.edit('Not again', 'edit-0');
      await drive.toApproval();
      await drive.cancel();
    },
    () => ({ historyLimit: 20 }),
  ),

  // A query comes with messages, and waits while a row is stored locally.
  'asked-while-storing': campaign(
    'cancelled',
    { createCheckoutSession: 1, projectCampaign: 1, requestRefund: 1 },
    async (drive) => {
      await drive.toPayment();
      await drive.checkout();
      const [attempt] = drive.payments();
      const about = { paymentId: attempt?.paymentId ?? '', amount: 10_000 };
      await drive.inOneTask<unknown>(() => [
        drive.edit('Another name'),
        drive.paymentEvent('processing', about),
        drive.paymentEvent('paid', about),
        drive.state(),
      ]);
      await drive.reaches('pending_approval');
      await drive.cancel();
    },
    () => ({ historyLimit: 50 }),
  ),

  'payment-refunded': payment(
    'succeeded 4000',
    { readPayment: 1, projectPayment: 3, createRefund: 1 },
    async (drive) => {
      await drive.refund(1, 4_000);
    },
  ),

  // The campaign is asked to deliver no more than is paid; this one is over.
  'payment-refunded-by-an-admin': payment(
    'succeeded 4000',
    { readPayment: 1, projectPayment: 3, createRefund: 1 },
    async (drive) => {
      await drive.refund(1, 4_000, 'admin-1');
    },
  ),

  'payment-late': payment(
    'succeeded 10000',
    { readPayment: 1, noteLateEvent: 1, projectPayment: 3, createRefund: 1 },
    async (drive) => {
      await drive.event(1, 'paid');
    },
    0,
  ),

  'payment-disputed': payment(
    'won, succeeded 4000',
    { readPayment: 1, projectPayment: 5, createRefund: 1 },
    async (drive) => {
      await drive.event(1, 'disputed', { disputeId: 'dp_1', fee: 1_500 });
      await drive.refund(1, 4_000);
      await drive.event(2, 'dispute_closed', { disputeId: 'dp_1', won: true });
    },
  ),

  'keys-rotated': rotation('pass 3, 7 renewed, 1 broken', 12, () => {
    const outside = new RotationOutside(['old', 'old', 'new', 'old', 'broken', 'old', 'old', 'old']);
    // A process that was not restarted yet seals one more behind the cursor.
    outside.sealBehind = 1;
    return outside;
  }),
};

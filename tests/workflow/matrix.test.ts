/** Every cell of phase × message: what is taken leads where the table below says, what is not is refused and changes nothing. */
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { CampaignInput, UpdateKind } from '../../contracts/campaign';
import { type Phase, phases } from '../../domain/campaign/phases';
import { DAY } from '../../domain/time';
import { type Drive, openStage, type Stage, withCampaign } from './environment';

/**
 * Written by hand from docs/lifecycle.md, not from the code: phase → message → `event > phase` where it is taken,
 * the code where the campaign's state refuses what the phase would take; what is absent is WRONG_PHASE.
 */
const matrix: Record<
  Exclude<Phase, 'completed' | 'rejected' | 'cancelled' | 'expired'>,
  Partial<Record<UpdateKind, string>>
> = {
  draft: {
    editCampaign: 'campaign.edited > draft',
    submit: 'campaign.submitted > media_review',
    reviewMedia: 'STALE_REVIEW',
    changeBudget: 'campaign.budget_changed > draft',
    changeFlight: 'campaign.flight_changed > draft',
    cancel: 'campaign.cancelled > cancelled',
  },
  media_review: {
    editCampaign: 'campaign.edited > media_review',
    reviewMedia: 'media.approved > awaiting_payment',
    changeFlight: 'campaign.flight_changed > media_review',
    cancel: 'campaign.cancelled > cancelled',
  },
  awaiting_payment: {
    editCampaign: 'campaign.edited > awaiting_payment',
    reviewMedia: 'MEDIA_NOT_IN_REVIEW',
    requestCheckout: 'payment.requested > awaiting_payment',
    payFromWallet: 'payment.received > pending_approval',
    changeFlight: 'campaign.flight_changed > awaiting_payment',
    cancel: 'campaign.cancelled > cancelled',
  },
  pending_approval: {
    editCampaign: 'campaign.edited > pending_approval',
    submit: 'campaign.submitted > pending_approval',
    reviewMedia: 'MEDIA_NOT_IN_REVIEW',
    reviewCampaign: 'campaign.approved > active',
    requestCheckout: 'NOTHING_DUE',
    payFromWallet: 'NOTHING_DUE',
    changeBudget: 'campaign.budget_changed > pending_approval',
    changeFlight: 'campaign.flight_changed > pending_approval',
    cancel: 'campaign.cancelled > cancelled',
  },
  scheduled: {
    editCampaign: 'campaign.edited > scheduled',
    submit: 'campaign.submitted > scheduled',
    reviewMedia: 'MEDIA_NOT_IN_REVIEW',
    requestCheckout: 'NOTHING_DUE',
    payFromWallet: 'NOTHING_DUE',
    pause: 'campaign.pausing > scheduled',
    resume: 'NOT_HELD',
    changeBudget: 'campaign.budget_changed > scheduled',
    changeFlight: 'campaign.flight_changed > scheduled',
    cancel: 'campaign.cancelled > cancelled',
  },
  // A platform that does not answer: words wait, a cancel takes the start back.
  activating: {
    editCampaign: 'waits',
    reviewMedia: 'waits',
    pause: 'waits',
    resume: 'waits',
    cancel: 'campaign.cancelled > cancelled',
  },
  activation_failed: {
    editCampaign: 'campaign.edited > activation_failed',
    reviewMedia: 'MEDIA_NOT_IN_REVIEW',
    retryActivation: 'campaign.activating > activation_failed',
    changeFlight: 'campaign.flight_changed > activation_failed',
    cancel: 'campaign.cancelled > cancelled',
  },
  active: {
    editCampaign: 'campaign.edited > active',
    submit: 'campaign.submitted > active',
    reviewMedia: 'MEDIA_NOT_IN_REVIEW',
    requestCheckout: 'NOTHING_DUE',
    payFromWallet: 'NOTHING_DUE',
    pause: 'campaign.pausing > active',
    resume: 'NOT_HELD',
    changeBudget: 'campaign.budget_changed > active',
    changeFlight: 'campaign.flight_changed > active',
    cancel: 'campaign.completing > cancelled',
    applyOptimization: 'campaign.optimized > active',
    undoOptimization: 'NOT_FOUND',
  },
  completing: {},
};
const closed = ['completed', 'rejected', 'cancelled', 'expired'] as const;

const kinds: UpdateKind[] = [
  'editCampaign',
  'submit',
  'reviewMedia',
  'requestCheckout',
  'payFromWallet',
  'reviewCampaign',
  'retryActivation',
  'pause',
  'resume',
  'changeBudget',
  'changeFlight',
  'cancel',
  'applyOptimization',
  'undoOptimization',
];

async function send(drive: Drive, kind: UpdateKind): Promise<unknown> {
  const { state } = await drive.state();
  switch (kind) {
    case 'editCampaign':
      return drive.update(kind, { changes: { name: 'Another name' } });
    case 'submit':
      return drive.submit(['m2'], 'revision-2');
    case 'reviewMedia':
      return drive.approveMedia();
    case 'requestCheckout':
      return drive.checkout();
    case 'reviewCampaign':
      return drive.approve();
    case 'retryActivation':
      return drive.update(kind, { choice: 'retry' }, 'admin');
    case 'pause':
    case 'cancel':
      return drive.update(kind, { reason: 'Because.' });
    case 'changeBudget':
      return drive.update(kind, { budgetDaily: 500 });
    case 'changeFlight':
      return drive.update(kind, { endAt: (await drive.stage.env.currentTimeMs()) + 60 * DAY });
    case 'applyOptimization':
      return drive.update(
        kind,
        { optimizationId: 'o1', expected: { version: state.version, budgetDaily: null }, budgetDaily: 700 },
        'rule',
      );
    case 'undoOptimization':
      return drive.update(kind, { optimizationId: 'o9' }, 'rule');
    default:
      return drive.update(kind, {});
  }
}

/** The code of a refusal, or null. */
async function refusal(answer: Promise<unknown>): Promise<string | null> {
  try {
    await answer;
    return null;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type ?? 'untyped';
    throw error;
  }
}

const never = () => new Promise<void>(() => {});

/** Brings a fresh campaign to a phase. */
async function reach(drive: Drive, phase: Phase): Promise<void> {
  const { outside } = drive;
  if (phase === 'draft') return;
  if (phase === 'expired') return void (await drive.stage.env.sleep(31 * DAY));
  await drive.submit();
  if (phase === 'media_review') return;
  await drive.approveMedia();
  if (phase === 'awaiting_payment') return;
  await drive.checkout();
  await drive.paymentEvent('paid');
  await drive.reaches('pending_approval');
  if (phase === 'pending_approval') return;
  if (phase === 'rejected') {
    await drive.update(
      'reviewCampaign',
      { revision: drive.revision, decision: 'rejected', reason: 'No.' },
      'admin',
    );
    return;
  }
  if (phase === 'activating')
    outside.before = (name) => (name === 'activateCampaign' ? never() : Promise.resolve());
  if (phase === 'activation_failed') {
    outside.before = async (name) => {
      if (name === 'activateCampaign')
        throw ApplicationFailure.nonRetryable('The platform refused.', 'PROVIDER_REFUSED');
    };
  }
  await drive.approve();
  if (phase === 'scheduled') return;
  if (phase === 'activating' || phase === 'activation_failed') return void (await drive.reaches(phase));
  await drive.reaches('active');
  if (phase === 'active') return;
  if (phase === 'completing')
    outside.before = (name) => (name === 'finishCampaign' ? never() : Promise.resolve());
  await drive.update('cancel', { reason: 'Enough.' });
  if (phase === 'completed') throw new Error('completed is reached by its own test');
  await drive.reaches(phase);
}

async function inPhase(stage: Stage, phase: Phase, play: (drive: Drive) => Promise<void>): Promise<void> {
  const start: Partial<CampaignInput['brief']> =
    phase === 'scheduled' ? { startAt: (await stage.env.currentTimeMs()) + 10 * DAY } : {};
  await withCampaign(
    stage,
    async (drive) => {
      await reach(drive, phase);
      await play(drive);
    },
    { brief: start },
  );
}

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

const open = Object.keys(matrix) as (keyof typeof matrix)[];

test('the table names every open phase', () => {
  expect([...open, ...closed].sort()).toEqual([...phases].sort());
});

describe.each(open)('%s', (phase) => {
  const refused = kinds.filter((kind) => matrix[phase][kind] === undefined);
  const codes = kinds.filter((kind) => /^[A-Z_]+$/.test(matrix[phase][kind] ?? ''));
  const waits = kinds.filter((kind) => matrix[phase][kind] === 'waits');
  const taken = kinds.filter((kind) => matrix[phase][kind]?.includes('>'));

  test(`refuses ${refused.length} kinds of message, which change nothing`, () =>
    inPhase(stage, phase, async (drive) => {
      const before = await drive.state();
      for (const kind of refused)
        expect([kind, await refusal(send(drive, kind))]).toEqual([kind, 'WRONG_PHASE']);
      for (const kind of codes)
        expect([kind, await refusal(send(drive, kind))]).toEqual([kind, matrix[phase][kind]]);
      expect(await drive.state()).toEqual(before);
    }));

  test.each(taken)('takes %s', (kind) =>
    inPhase(stage, phase, async (drive) => {
      const { state } = await drive.state();
      const [event, to] = (matrix[phase][kind] ?? '').split(' > ');
      expect(await refusal(send(drive, kind))).toBeNull();
      await drive.reaches(to as Phase);
      const later = (await drive.state()).state.timeline.filter((d) => d.version > state.version);
      expect(later[0]?.event).toBe(event);
    }),
  );

  if (waits.length > 0) {
    test(`keeps ${waits.join(', ')} until its step is done`, () =>
      inPhase(stage, phase, async (drive) => {
        const before = (await drive.state()).state.version;
        for (const kind of waits) send(drive, kind).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect((await drive.state()).state.version).toBe(before);
      }));
  }
});

test.each(['rejected', 'cancelled', 'expired'] as const)('%s is over: every message is told so', (phase) =>
  inPhase(stage, phase, async (drive) => {
    await drive.handle.result();
    for (const kind of kinds) await expect(send(drive, kind)).rejects.toThrow();
    expect((await drive.state()).view).toMatchObject({ phase, over: true });
  }),
);

/** Every cell of phase × message: what is taken leads where the table says, what is not is refused and changes nothing. */
import type { UpdateKind } from '../../contracts/campaign';
import { type Phase, phases } from '../../domain/campaign/phases';
import { DAY } from '../../domain/time';
import { type Drive, refusal } from './drive';
import { openStage, type Stage, withCampaign } from './environment';

/**
 * Written by hand from docs/lifecycle.md, not from the code: phase → message → `event > phase` where it is taken,
 * the code where the campaign's state refuses what the phase would take, `waits` where it is kept; what is absent is
 * WRONG_PHASE.
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
    changeBudget: 'campaign.budget_changed > awaiting_payment',
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
    reviewCampaign: 'STALE_REVIEW',
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
    cancel: 'campaign.completing > cancelled',
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
    reviewCampaign: 'STALE_REVIEW',
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

async function send(drive: Drive, kind: UpdateKind, version: number): Promise<unknown> {
  switch (kind) {
    case 'editCampaign':
      return drive.edit('Another name');
    case 'submit':
      return drive.submit(['m2'], 'revision-2');
    case 'reviewMedia':
      return drive.approveMedia();
    case 'requestCheckout':
      return drive.checkout();
    case 'reviewCampaign':
      return drive.review('approved');
    case 'retryActivation':
      return drive.update(kind, { choice: 'retry' }, 'admin');
    case 'pause':
    case 'cancel':
      return drive.update(kind, { reason: 'Because.' });
    case 'changeBudget':
      return drive.update(kind, { budgetDaily: 500 });
    case 'changeFlight':
      return drive.update(kind, { endAt: (await drive.env.currentTimeMs()) + 60 * DAY });
    case 'applyOptimization': {
      const expected = { version, budgetDaily: null };
      return drive.update(kind, { optimizationId: 'o1', expected, budgetDaily: 700 }, 'rule');
    }
    case 'undoOptimization':
      return drive.update(kind, { optimizationId: 'o9' }, 'rule');
    case 'payFromWallet':
    case 'resume':
      return drive.update(kind, {});
  }
}

/** Brings a fresh campaign to a phase. */
async function reach(drive: Drive, phase: Phase): Promise<unknown> {
  const { outside } = drive;
  if (phase === 'draft') return;
  if (phase === 'expired') return drive.result();
  if (phase === 'cancelled') return drive.cancel();
  await drive.submit();
  if (phase === 'media_review') return;
  await drive.approveMedia();
  if (phase === 'awaiting_payment') return;
  await drive.update('payFromWallet', {});
  if (phase === 'pending_approval') return;
  if (phase === 'rejected') return drive.review('rejected');
  if (phase === 'activating') outside.hang('activateCampaign');
  if (phase === 'activation_failed') outside.fail('activateCampaign', 'PROVIDER_REFUSED');
  await drive.review('approved');
  if (phase === 'scheduled') return;
  if (phase === 'activating' || phase === 'activation_failed') return drive.reaches(phase);
  await drive.reaches('active');
  if (phase === 'completed') return drive.result();
  if (phase !== 'completing') return;
  outside.hang('finishCampaign');
  await drive.cancel();
  await drive.reaches('completing');
}

async function inPhase(phase: Phase, play: (drive: Drive) => Promise<void>): Promise<void> {
  const start = phase === 'scheduled' ? { startAt: (await stage.env.currentTimeMs()) + 10 * DAY } : {};
  const wishes = { brief: start };
  const brought = async (drive: Drive) => {
    await reach(drive, phase);
    await play(drive);
  };
  await withCampaign(stage, brought, wishes);
}

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

const open = Object.keys(matrix) as (keyof typeof matrix)[];
const cells = open.flatMap((phase) => kinds.map((kind) => ({ phase, kind, says: matrix[phase][kind] })));

test('the table names every phase', () => {
  expect([...open, ...closed].sort()).toEqual([...phases].sort());
});

// First, while the clock can skip: a cancelled activity, further down, may stop it for good.
test.each(closed)('%s is over: nobody is awaited, and its state can still be read', (phase) =>
  inPhase(phase, async (drive) => {
    expect(await drive.result()).toMatchObject({ phase, over: true, waitingFor: null });
    expect((await drive.state()).view).toMatchObject({ phase, amountDue: 0, checkout: null });
  }),
);

test.each(open)('%s refuses what it does not take, and nothing changes', (phase) =>
  inPhase(phase, async (drive) => {
    const before = await drive.state();
    for (const { kind, says } of cells.filter((cell) => cell.phase === phase)) {
      if (says && !/^[A-Z_]+$/.test(says)) continue;
      const code = await refusal(send(drive, kind, before.state.version));
      expect([kind, code]).toEqual([kind, says ?? 'WRONG_PHASE']);
    }
    expect(await drive.state()).toEqual(before);
  }),
);

const taken = cells.flatMap(({ phase, kind, says }) => {
  const [event, to] = says?.split(' > ') ?? [];
  return to ? [{ phase, kind, event, to: to as Phase }] : [];
});

test.each(taken)('$phase takes $kind: $event leads to $to', ({ phase, kind, event, to }) =>
  inPhase(phase, async (drive) => {
    const { version } = (await drive.state()).state;
    expect(await refusal(send(drive, kind, version))).toBeNull();
    await drive.reaches(to);
    const first = (await drive.state()).state.timeline.find((decision) => decision.version > version);
    expect(first?.event).toBe(event);
  }),
);

test('activating keeps words until its step is done, then takes them in their order', () =>
  inPhase('activating', async (drive) => {
    const { version } = (await drive.state()).state;
    const media = { revision: drive.revision, mediaId: 'm1', decision: 'approved', reason: null } as const;
    const posted = [
      await drive.post('editCampaign', { changes: { name: 'Another name' } }),
      await drive.post('reviewMedia', media, 'admin'),
      await drive.post('pause', { reason: 'Because.' }),
      await drive.post('resume', {}),
    ];
    expect((await drive.state()).state.version).toBe(version);
    drive.outside.heal('activateCampaign');
    const codes = await Promise.all(posted.map(({ answer }) => refusal(answer)));
    expect(codes).toEqual([null, 'MEDIA_NOT_IN_REVIEW', null, null]);
    expect(drive.events().slice(-4)).toEqual([
      'campaign.activated',
      'campaign.edited',
      'campaign.pausing',
      'campaign.resumed',
    ]);
  }));

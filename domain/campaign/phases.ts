/** The one table of a campaign's phases: what each accepts, waits for and leads to (docs/lifecycle.md is made from it). */

export const phases = [
  'draft',
  'media_review',
  'awaiting_payment',
  'pending_approval',
  'scheduled',
  'activating',
  'activation_failed',
  'active',
  'completing',
  'completed',
  'rejected',
  'cancelled',
  'expired',
] as const;
export type Phase = (typeof phases)[number];

export const messageKinds = [
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
  'paymentEvent',
  'deliveryEvent',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What the API calls `status` (seed 000): `paused` is an active campaign with holds. */
export type CampaignStatus =
  | 'draft'
  | 'pending'
  | 'active'
  | 'paused'
  | 'completed'
  | 'rejected'
  | 'cancelled'
  | 'expired';

export interface PhaseRule {
  status: CampaignStatus;
  /** Who is awaited; null where the machine works by itself. */
  waitsFor: 'advertiser' | 'admin' | 'payment' | 'start' | 'end' | 'platform' | null;
  leadsTo: readonly Phase[];
  /** Messages that this phase takes; any other is refused as WRONG_PHASE. */
  accepts: readonly MessageKind[];
}

/** Signals are facts from outside: no phase refuses them, each decides what they mean. */
const facts = ['paymentEvent', 'deliveryEvent'] as const;

export const lifecycle: Record<Phase, PhaseRule> = {
  draft: {
    status: 'draft',
    waitsFor: 'advertiser',
    leadsTo: ['media_review', 'awaiting_payment', 'pending_approval', 'cancelled', 'expired'],
    accepts: [...facts, 'editCampaign', 'submit', 'reviewMedia', 'changeBudget', 'changeFlight', 'cancel'],
  },
  media_review: {
    status: 'draft',
    waitsFor: 'admin',
    leadsTo: ['draft', 'awaiting_payment', 'pending_approval', 'cancelled'],
    accepts: [...facts, 'editCampaign', 'reviewMedia', 'changeFlight', 'cancel'],
  },
  awaiting_payment: {
    status: 'draft',
    waitsFor: 'payment',
    leadsTo: ['pending_approval', 'cancelled', 'expired'],
    accepts: [
      ...facts,
      'editCampaign',
      'reviewMedia',
      'requestCheckout',
      'payFromWallet',
      'changeBudget',
      'changeFlight',
      'cancel',
    ],
  },
  pending_approval: {
    status: 'pending',
    waitsFor: 'admin',
    leadsTo: ['activating', 'scheduled', 'rejected', 'cancelled', 'expired'],
    accepts: [
      ...facts,
      'editCampaign',
      'submit',
      'reviewMedia',
      'reviewCampaign',
      'requestCheckout',
      'payFromWallet',
      'changeBudget',
      'changeFlight',
      'cancel',
    ],
  },
  scheduled: {
    status: 'pending',
    waitsFor: 'start',
    leadsTo: ['activating', 'cancelled'],
    accepts: [
      ...facts,
      'editCampaign',
      'submit',
      'reviewMedia',
      'reviewCampaign',
      'requestCheckout',
      'payFromWallet',
      'pause',
      'resume',
      'changeBudget',
      'changeFlight',
      'cancel',
    ],
  },
  activating: {
    status: 'pending',
    waitsFor: 'platform',
    leadsTo: ['active', 'activation_failed', 'completing'],
    accepts: [...facts, 'editCampaign', 'reviewMedia', 'pause', 'resume', 'cancel'],
  },
  activation_failed: {
    status: 'pending',
    waitsFor: 'admin',
    leadsTo: ['activating', 'cancelled'],
    accepts: [...facts, 'editCampaign', 'reviewMedia', 'retryActivation', 'changeFlight', 'cancel'],
  },
  active: {
    status: 'active',
    waitsFor: 'end',
    leadsTo: ['completing'],
    accepts: [
      ...facts,
      'editCampaign',
      'submit',
      'reviewMedia',
      'reviewCampaign',
      'requestCheckout',
      'payFromWallet',
      'pause',
      'resume',
      'changeBudget',
      'changeFlight',
      'cancel',
      'applyOptimization',
      'undoOptimization',
    ],
  },
  completing: {
    status: 'active',
    waitsFor: 'platform',
    leadsTo: ['completed', 'cancelled'],
    accepts: [...facts],
  },
  completed: { status: 'completed', waitsFor: null, leadsTo: [], accepts: [...facts] },
  rejected: { status: 'rejected', waitsFor: null, leadsTo: [], accepts: [...facts] },
  cancelled: { status: 'cancelled', waitsFor: null, leadsTo: [], accepts: [...facts] },
  expired: { status: 'expired', waitsFor: null, leadsTo: [], accepts: [...facts] },
};

/**
 * What happens to an accepted message that arrives while an effect runs (an activity the phase awaits):
 * `now` is taken at once, `keep` waits in the queue until the effect is done, `busy` is turned away (409, Retry-After).
 */
export const duringEffect: Record<MessageKind, 'now' | 'keep' | 'busy'> = {
  cancel: 'now',
  paymentEvent: 'keep',
  deliveryEvent: 'keep',
  pause: 'keep',
  resume: 'keep',
  editCampaign: 'keep',
  reviewMedia: 'keep',
  submit: 'keep',
  requestCheckout: 'busy',
  payFromWallet: 'busy',
  reviewCampaign: 'busy',
  retryActivation: 'busy',
  changeBudget: 'busy',
  changeFlight: 'busy',
  applyOptimization: 'busy',
  undoOptimization: 'busy',
};

export function isOver(phase: Phase): boolean {
  return lifecycle[phase].leadsTo.length === 0;
}

export function accepts(phase: Phase, kind: MessageKind): boolean {
  return lifecycle[phase].accepts.includes(kind);
}

export function mayEnter(from: Phase, to: Phase): boolean {
  return lifecycle[from].leadsTo.includes(to);
}

/** A campaign's beginning: state, handlers registered before any wait, and the decision that it exists. */
import { condition, defineQuery, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  type CampaignInput,
  type CampaignSnapshot,
  type CampaignState,
  type CampaignView,
  CREATE,
  type CreateMessage,
  DELIVERY_EVENT,
  type Decision,
  GET_STATE,
  GET_TIMELINE,
  type UpdateKind,
} from '../../contracts/campaign';
import { PAYMENT_EVENT } from '../../contracts/payment';
import { handleSignal, handleUpdate } from '../kit/handlers';
import { Campaign } from './campaign';
import { viewOf } from './view';

const descriptions: Record<UpdateKind, string> = {
  editCampaign: "Change name, tags, ceiling or mode, or a draft's targeting and objective.",
  submit: 'Freeze a revision and send it to review.',
  reviewMedia: 'Approve or reject one media item of the revision seen.',
  requestCheckout: 'Open a checkout session, or return the open one.',
  payFromWallet: 'Pay what is due from the wallet.',
  reviewCampaign: 'Approve or reject the campaign.',
  retryActivation: 'After a failed activation: retry or refund.',
  pause: 'Add a hold; delivery stops once the platform confirms.',
  resume: "Lift the caller's own hold; an admin's override lifts what money or a platform caused.",
  changeBudget: 'Change the daily or lifetime budget.',
  changeFlight: 'Change start or end.',
  cancel: 'Cancel and give back what was not delivered.',
  applyOptimization: 'Apply a decision of the optimizer.',
  undoOptimization: 'Take an applied optimization back.',
};
const updateKinds = Object.keys(descriptions) as UpdateKind[];

export async function openCampaign(input: CampaignInput): Promise<Campaign> {
  const campaign = new Campaign(input, input.carried ?? firstState(input));
  const { carried: _, ...start } = input;
  let isOpen = input.carried !== undefined;

  setHandler(
    defineUpdate<CampaignView, [CreateMessage]>(CREATE),
    async () => {
      campaign.news.note(true);
      await condition(() => isOpen);
      return viewOf(input, campaign.decided());
    },
    { description: 'Answers the present state; starts the campaign when it is sent with its start.' },
  );
  for (const kind of updateKinds) handleUpdate(campaign, kind, descriptions[kind]);
  handleSignal(campaign, PAYMENT_EVENT, 'What a payment provider said, through the relay.');
  handleSignal(
    campaign,
    DELIVERY_EVENT,
    'What the platform or the account did to the delivery, through the relay.',
  );
  setHandler(
    defineQuery<CampaignSnapshot>(GET_STATE),
    () => {
      const state = { ...campaign.decided(), answered: [] };
      return { input: start, state, view: viewOf(input, state) };
    },
    { description: 'State, input and view, as they were last decided.' },
  );
  setHandler(defineQuery<Decision[]>(GET_TIMELINE), () => campaign.state.timeline, {
    description: 'The last 50 decisions: who, when, from, to, why.',
  });

  if (!isOpen) {
    const actor = { kind: 'user', id: input.advertiserId } as const;
    await campaign.enter({ to: 'draft', event: 'campaign.created', why: 'The draft was created.', actor });
    isOpen = true;
  }
  return campaign;
}

function firstState(input: CampaignInput): CampaignState {
  const now = Date.now();
  return {
    schema: 1,
    version: 0,
    phase: 'draft',
    phaseSince: now,
    lastActivity: now,
    brief: input.brief,
    quote: null,
    submitted: null,
    live: null,
    revisionWait: null,
    payments: [],
    pendingBudget: null,
    approvedMedia: [],
    holds: [],
    lifted: {},
    delivery: { wanted: true, confirmed: false },
    platformObjects: [],
    nudges: 0,
    extended: false,
    sessions: 0,
    refunds: 0,
    ending: null,
    endReason: null,
    report: null,
    optimizations: [],
    timeline: [],
    answered: [],
  };
}

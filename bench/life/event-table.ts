/** A history as the cost table of docs/lifecycle.md counts it: which step of the life each event belongs to. */
import { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** The table, in the order of a life: events a step may cost. */
export const COST = {
  'base, create, projection, idle timer': 10,
  'submit, projection, upsert, SLA timer': 9,
  'reviewMedia, projection, upsert, expiry timer': 9,
  'requestCheckout, Stripe activity, projection, upsert': 13,
  'payment signal, projection with ledger, upsert, SLA timer': 8,
  'reviewCampaign, activation activity, two projections, two upserts': 15,
  'flight start, projection, upsert': 7,
  'flight end': 5,
  'completing: one activity, two projections, two upserts': 10,
} as const;
export type Step = keyof typeof COST;

export interface Counted {
  step: Step;
  /** As Temporal names it, without its prefix: WorkflowTaskScheduled. */
  type: string;
  /** Of an update, a signal, an activity, a timer; empty for the rest. */
  name: string;
}

const BASE = 'base, create, projection, idle timer';
const SIGNAL = 'payment signal, projection with ledger, upsert, SLA timer';
const FLIGHT_START = 'flight start, projection, upsert';
const FLIGHT_END = 'flight end';
const COMPLETING = 'completing: one activity, two projections, two upserts';
const byUpdate: Readonly<Record<string, Step>> = {
  create: BASE,
  submit: 'submit, projection, upsert, SLA timer',
  reviewMedia: 'reviewMedia, projection, upsert, expiry timer',
  requestCheckout: 'requestCheckout, Stripe activity, projection, upsert',
  reviewCampaign: 'reviewCampaign, activation activity, two projections, two upserts',
};
const flightTimers: Readonly<Record<string, Step>> = {
  'Flight starts': FLIGHT_START,
  'Flight ends': FLIGHT_END,
};

/**
 * Counts each event to a step. A task belongs to what woke it, a timer to the step that set it, the flight's own timers
 * to the flight, its activation to the approval, and the end of the workflow to its base.
 */
export function countEvents(events: readonly HistoryEvent[]): Counted[] {
  const timers = new Map<string, Step>();
  let current: Step = BASE;
  return events.map((event, index) => {
    const type = typeOf(event);
    const name = nameOf(event);
    if (type === 'WorkflowTaskScheduled') current = byUpdate[nameOf(events[index + 3])] ?? current;
    if (type === 'WorkflowExecutionSignaled') current = SIGNAL;
    if (type === 'TimerFired')
      current = timers.get(String(event.timerFiredEventAttributes?.startedEventId)) ?? current;
    if (type === 'UpsertWorkflowSearchAttributes' && current === FLIGHT_END) current = COMPLETING;
    if (type === 'ActivityTaskScheduled' && current === FLIGHT_START)
      current = byUpdate.reviewCampaign ?? current;
    if (type === 'TimerStarted') {
      timers.set(String(event.eventId), flightTimers[name] ?? current);
      return { step: flightTimers[name] ?? current, type, name };
    }
    const canceled = timers.get(String(event.timerCanceledEventAttributes?.startedEventId));
    return { step: canceled ?? (type === 'WorkflowExecutionCompleted' ? BASE : current), type, name };
  });
}

/** Events of each step that happened, in the order of the table. */
export function perStep(counted: readonly Counted[]): Partial<Record<Step, number>> {
  const steps = Object.keys(COST) as Step[];
  const sums = steps.map((step) => [step, counted.filter((one) => one.step === step).length] as const);
  return Object.fromEntries(sums.filter(([, sum]) => sum > 0));
}

function typeOf({ eventType }: HistoryEvent): string {
  const words = temporal.api.enums.v1.EventType[eventType ?? 0]?.replace('EVENT_TYPE_', '').split('_') ?? [];
  return words.map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join('');
}

function nameOf(event: HistoryEvent | undefined): string {
  // The summary of the start names its advertiser: another one each time.
  const summary = event?.workflowExecutionStartedEventAttributes ? null : event?.userMetadata?.summary?.data;
  const update = event?.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name;
  const signal = event?.workflowExecutionSignaledEventAttributes?.signalName;
  const activity = event?.activityTaskScheduledEventAttributes?.activityType?.name;
  const told = summary ? String(JSON.parse(Buffer.from(summary).toString())) : '';
  return update ?? signal ?? activity ?? told;
}

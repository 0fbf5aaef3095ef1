/** docs/history.md: the standard life of a campaign, event by event, made from a run. */
import { COST, type Counted, perStep, type Step } from './event-table';
import type { WatchedLife } from './watched-life';

const means: Readonly<Record<string, string>> = {
  WorkflowExecutionStarted: 'The campaign exists: name, advertiser and amount are its summary',
  WorkflowExecutionCompleted: 'The campaign is over; its last view is the result',
  WorkflowTaskScheduled: 'Something happened that the campaign must decide on',
  WorkflowTaskStarted: 'A worker took the task',
  WorkflowTaskCompleted: 'The worker answered with what follows',
  WorkflowExecutionUpdateAccepted: 'The validator let the message pass',
  WorkflowExecutionUpdateCompleted: 'Whoever asked is answered with the new view',
  WorkflowExecutionSignaled: 'A fact from outside, through the relay',
  MarkerRecorded: 'Row, timeline, outbox and ledger were written (local activity)',
  UpsertWorkflowSearchAttributes: 'What ops filter by has changed',
  ActivityTaskScheduled: 'An outside call is asked for',
  ActivityTaskStarted: 'A worker took the call',
  ActivityTaskCompleted: 'It was done',
  TimerStarted: 'A deadline is set',
  TimerCanceled: 'The deadline no longer counts',
  TimerFired: 'The deadline has come',
};

/** The types of a page's table, in order: what a later run is compared with. */
export function typesOnPage(page: string): string[] {
  return [...page.matchAll(/^\| \d+ \| (\w+) \|/gm)].map((match) => match[1] ?? '');
}

export function historyPage(counted: readonly Counted[], { transitions, idle }: WatchedLife): string {
  const sums = Object.entries(perStep(counted));
  const events = counted.map(
    ({ type, name, step }, index) =>
      `| ${index + 1} | ${type} | ${name} | ${means[type] ?? ''} | ${step.split(',')[0]} |`,
  );
  return [
    '# The standard life, event by event',
    '',
    'Made by `npm run docs` from a run on a real server; `tests/integration/history.test.ts` lives it again and compares.',
    '',
    'The standard life is a house campaign: created, one image, submitted, approved, paid by one webhook, approved, active',
    `for 30 days, fully delivered, completed. It takes **${counted.length} history events and ${transitions} state`,
    `transitions** (at most 80 and 28; its outside facts alone cost 54). An active day in which nothing happens adds ${idle}.`,
    'A scheduled start adds 7 events and 3 transitions. Queries, reads of rows and details in the UI add none.',
    '',
    '| step | events | at most |',
    '|---|---:|---:|',
    ...sums.map(([step, sum]) => `| ${step} | ${sum} | ${COST[step as Step]} |`),
    '',
    'A timer is counted to the step that set it, also when a later step cancels it: so the rows of the table are what each',
    'step costs, while the list below is in the order in which things happened.',
    '',
    '| # | event | what | means | step |',
    '|---:|---|---|---|---|',
    ...events,
    '',
  ].join('\n');
}

/** What ops see of a campaign in the Temporal UI: every part of it as the server itself gives it to the UI. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import { type Campaign, type Person, until } from '../../bin/demo/driver';
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import { messageKinds } from '../../domain/campaign/phases';
import { DAY, iso } from '../../domain/time';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(120_000);

let whole: WholeSystem;
let ada: Person;
/** Waits for an admin, has for long. */
let waits: Campaign;
/** Lived a whole life. */
let over: Campaign;

beforeAll(async () => {
  whole = await wholeSystem();
  const { driver, admin } = whole;
  ada = await whole.advertiser();
  const { id } = await driver.draft(ada, { name: 'Waits for a day', budget_lifetime: 12_345 });
  await driver.content(ada, id);
  waits = await driver.act(ada, id, 'submit');
  over = await driver.active(ada, admin);
  await driver.act(ada, over.id, 'pause', { reason: 'Sold out' });
  await driver.until(ada, over.id, ({ delivery }) => delivery === 'paused');
  await driver.act(ada, over.id, 'resume');
  await driver.until(ada, over.id, ({ delivery }) => delivery === 'delivering');
});
afterAll(() => whole?.close());

const handleOf = (id: string) => whole.temporal.workflow.getHandle(campaignWorkflowId(id));
const stateOf = (id: string) => handleOf(id).query<CampaignSnapshot>(GET_STATE);

const Handler = z.object({ name: z.string().nullish(), description: z.string().nullish() });
const Metadata = z.object({
  definition: z.object({
    type: z.string(),
    updateDefinitions: z.array(Handler),
    signalDefinitions: z.array(Handler),
    queryDefinitions: z.array(Handler),
  }),
  currentDetails: z.string(),
});
/** As the UI asks for it. */
const metadataOf = async (id: string) =>
  Metadata.parse(await handleOf(id).query('__temporal_workflow_metadata'));

/** Campaigns that a query of the UI's list finds. */
async function listed(query: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { workflowId } of whole.temporal.workflow.list({ query })) found.push(workflowId);
  return found;
}

/** Temporal lists a change a moment after it has happened. */
const lists = (query: string, id: string) =>
  until(
    () => listed(query),
    (found) => found.includes(campaignWorkflowId(id)),
    (found) => `${query} lists ${found}`,
  );

function summaryOf({ userMetadata }: temporal.api.history.v1.IHistoryEvent): string {
  const { summary } = userMetadata ?? {};
  return summary ? z.string().parse(defaultPayloadConverter.fromPayload(summary)) : '';
}

test('a campaign is summed up by its name, its advertiser and its amount', async () => {
  const { staticSummary } = await handleOf(waits.id).describe();
  expect(await staticSummary()).toBe(`Waits for a day · ${ada.id} · 123.45 USD`);
});

test('its details tell the phase, who is awaited since when, payment, delivery, and what comes next', async () => {
  const { currentDetails: waiting } = await metadataOf(waits.id);
  const { view } = await stateOf(waits.id);
  expect(waiting).toMatch(/^\*\*media_review\*\*/);
  expect(waiting).toContain(iso(view.waitingSince));
  expect(waiting).toContain('waits for: admin');
  expect(waiting).toContain('An admin decides on each media item of the revision.');
  expect(waiting).toContain('payment: due, 0.00 USD paid, 123.45 USD due');
  expect(waiting).toContain('delivery: starting');
  const active = await metadataOf(over.id);
  expect(active.currentDetails).toMatch(/^\*\*active\*\*/);
  expect(active.currentDetails).toContain('payment: paid, 500.00 USD paid, 0.00 USD due');
  expect(active.currentDetails).toMatch(/delivery: delivering\n/);
  expect(active.currentDetails).toContain('It delivers until the end of its flight.');
  // What holds it is told with its reason.
  await whole.driver.act(ada, over.id, 'pause', { reason: 'Closed on Monday' });
  expect((await metadataOf(over.id)).currentDetails).toMatch(
    /delivery: (pausing|not delivering); held by advertiser \(Closed on Monday, since /,
  );
  await whole.driver.act(ada, over.id, 'resume');
});

test('every update and every signal is described', async () => {
  const { definition } = await metadataOf(waits.id);
  const { type, updateDefinitions, signalDefinitions, queryDefinitions } = definition;
  expect(type).toBe('campaignLifecycle');
  const handlers = [...updateDefinitions, ...signalDefinitions];
  expect(handlers.map(({ name }) => name).sort()).toEqual(['create', ...messageKinds].sort());
  for (const { name, description } of handlers)
    expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z].+\.$/)]);
  expect(queryDefinitions.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['getState', 'getTimeline']),
  );
});

test('the list finds campaigns by phase, by whom they wait for, and since when: longer than a day, for an admin', async () => {
  const day = DAY / Number(whole.system.env.ADFLIGHT_TIME_SCALE);
  const aDayAgo = () => `WaitingFor = 'admin' AND WaitingSince < '${iso(Date.now() - day)}'`;
  const since = (await stateOf(waits.id)).view.waitingSince;
  await until(
    async () => Date.now() - since,
    (waited) => waited > day + 1_000,
    String,
  );
  const { driver, admin } = whole;
  await driver.until(ada, over.id, ({ delivery }) => delivery === 'delivering');
  const { id: fresh } = await driver.draft(ada);
  await driver.content(ada, fresh);
  await driver.act(ada, fresh, 'submit');
  await lists(`WaitingFor = 'admin'`, fresh);
  const overdue = await listed(aDayAgo());
  expect(overdue).toContain(campaignWorkflowId(waits.id));
  expect(overdue).not.toContain(campaignWorkflowId(fresh));

  expect(await lists(`CampaignPhase = 'active'`, over.id)).toEqual([campaignWorkflowId(over.id)]);
  expect(await lists(`CampaignPhase = 'media_review'`, fresh)).toContain(campaignWorkflowId(waits.id));
  expect(await lists(`AdvertiserId = '${ada.id}'`, fresh)).toHaveLength(3);
  // Decided upon, it waits for nobody of ours any more.
  await driver.approveMedia(admin, waits.id);
  await lists(`CampaignPhase = 'awaiting_payment' AND WaitingFor = 'payment'`, waits.id);
  expect(await listed(aDayAgo())).not.toContain(campaignWorkflowId(waits.id));
});

test('each activity and each timer of a whole life says what it is for', async () => {
  await whole.endFlight(ada, over.id);
  await whole.driver.until(ada, over.id, ({ phase }) => phase === 'completed');
  await handleOf(over.id).result();
  const { events } = await handleOf(over.id).fetchHistory();
  const named = (events ?? []).flatMap((event) => {
    const { activityTaskScheduledEventAttributes: activity, timerStartedEventAttributes: timer } = event;
    const { markerRecordedEventAttributes: marker } = event;
    const what = activity?.activityType?.name ?? (timer && 'timer') ?? (marker && 'local activity');
    return what ? [[what, summaryOf(event)] as const] : [];
  });
  const activities = ['activateCampaign', 'createCheckoutSession', 'finishCampaign', 'requestRefund'];
  const met = new Set(named.map(([what]) => what));
  expect([...met].sort()).toEqual(
    [...activities, 'local activity', 'setDelivery', 'setFlight', 'timer'].sort(),
  );
  for (const [what, summary] of named)
    expect([what, summary]).toEqual([what, expect.stringMatching(/^\S.{5,}/)]);
  const timers = named.filter(([what]) => what === 'timer').map(([, summary]) => summary);
  expect(timers).toEqual(expect.arrayContaining(['Draft expires when idle', 'Flight ends']));
  expect(named).toContainEqual(['setDelivery', 'Pause delivery']);
  expect(named.map(([, summary]) => summary)).toContainEqual(
    expect.stringMatching(/^Store decision 1: campaign.created/),
  );
});

/** How the relay reaches workflows, against a real Temporal server: "not found" is an answer, "away" is a failure. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { campaignWorkflowId, DELIVERY_EVENT, type PaymentEvent } from '../../contracts/campaign';
import { paymentWorkflowId } from '../../contracts/payment';
import { type WorkflowClient, workflowClient } from '../../worker/relay/workflow-client';
import { temporalServer } from './parts';

let server: Awaited<ReturnType<typeof temporalServer>>;
let connection: Connection;
let client: Client;
let workflows: WorkflowClient;
beforeAll(async () => {
  server = await temporalServer();
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  workflows = workflowClient(client, 1);
}, 120_000);
afterAll(async () => {
  await connection.close();
  await server.close();
});

const event = (paymentId: string): PaymentEvent => ({
  eventId: `evt_${paymentId}`,
  kind: 'paid',
  paymentId,
  sessionId: 'cs_1',
  intentId: 'pi_1',
  amount: 100,
  currency: 'USD',
  at: 0,
});

const disabled = {
  eventId: 'outbox:1',
  kind: 'account_disabled',
  reason: 'The account was disabled.',
  at: 0,
};

const disable = (id: string) => workflows.signal(campaignWorkflowId(id), DELIVERY_EVENT, disabled);

test('a campaign that never was, or is over, hears nothing and is read as nothing', async () => {
  const id = randomUUID();
  await expect(workflows.signalCampaign(id, event(id))).resolves.toBe(false);
  await expect(disable(id)).resolves.toBe(false);
  await expect(workflows.readCampaign(id)).resolves.toBeNull();
});

test('an open campaign hears the signal', async () => {
  const id = randomUUID();
  const handle = await client.workflow.start('campaignLifecycle', {
    workflowId: `campaign/${id}`,
    taskQueue: 'nobody',
  });
  await expect(workflows.signalCampaign(id, event(id))).resolves.toBe(true);
  await expect(disable(id)).resolves.toBe(true);
  await handle.terminate();
  await expect(workflows.signalCampaign(id, event(id))).resolves.toBe(false);
});

test("a payment's workflow is started by its first event and hears the next", async () => {
  const id = randomUUID();
  await workflows.signalPayment(event(id));
  await workflows.signalPayment({ ...event(id), eventId: 'evt_2' });
  const { events } = await client.workflow.getHandle(paymentWorkflowId(id)).fetchHistory();
  const signals = (events ?? []).filter((entry) => entry.workflowExecutionSignaledEventAttributes);
  expect(signals).toHaveLength(2);
});

test('a server that is away is a failure, not a campaign that is not found', async () => {
  const lazy = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 500 });
  const away = workflowClient(new Client({ connection: lazy }), 1);
  const id = randomUUID();
  const calls = [away.signalCampaign(id, event(id)), away.readCampaign(id), away.signalPayment(event(id))];
  const outcomes = await Promise.allSettled<unknown>(calls);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await lazy.close();
}, 30_000);

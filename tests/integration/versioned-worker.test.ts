/** A worker with a version: campaigns go on with the next one, a payment's life ends with the one that began it. */
import { randomUUID } from 'node:crypto';
import { temporal as proto } from '@temporalio/proto';
import { inviteCast } from '../../bench/life/cast';
import { constantOutside } from '../../bench/life/outside';
import { environment } from '../../bench/life/parts';
import { live } from '../../bench/life/standard-life';
import { until } from '../../bin/demo/driver';
import { openDeps } from '../../bin/deps';
import { campaignWorkflowId } from '../../contracts/campaign';
import { PAYMENT_WORKFLOW, paymentWorkflowId, toPayment } from '../../contracts/payment';
import { loadConfig } from '../../infra/config';
import { createLogger } from '../../infra/log';
import { startWorker } from '../../worker/worker';
import { freshDatabase, temporalServer } from './parts';

const { VersioningBehavior } = proto.api.enums.v1;
const version = { deploymentName: 'adflight', buildId: 'a-commit' };
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const step of closing.reverse()) await step();
});

test('campaigns are upgraded, payments are pinned', async () => {
  const [database, server] = await Promise.all([freshDatabase(), temporalServer()]);
  closing.push(database.close, server.close);
  const timeScale = 1;
  const config = loadConfig({
    ...environment({ databaseUrl: database.url, temporalAddress: server.address, timeScale }),
    WORKER_DEPLOYMENT: version.deploymentName,
    WORKER_BUILD_ID: version.buildId,
  });
  const { deps, close } = openDeps(config, createLogger('test', 'silent'));
  closing.push(close);
  const { temporal } = deps;
  const activities = constantOutside({ ...deps, timeScale });
  const worker = await startWorker({ config, activities, log: deps.log });
  closing.push(worker.stop);
  // As whoever deploys does once the version polls: `temporal worker deployment set-current-version`.
  await until(
    () =>
      temporal.workflowService
        .setWorkerDeploymentCurrentVersion({ namespace: config.TEMPORAL_NAMESPACE, ...version })
        .catch((error: unknown) => String(error)),
    (answer) => typeof answer !== 'string',
    String,
  );

  const campaign = campaignWorkflowId(
    await live(deps, await inviteCast(deps), { startsIn: null, lasts: 30 }),
  );
  const refund = { key: 'r1', amount: null, reason: 'cancelled', requestedBy: campaign, requestId: 'r1' };
  const input = { paymentId: randomUUID(), timeScale };
  await temporal.workflow.signalWithStart(PAYMENT_WORKFLOW, toPayment(input, { refund }));
  const behaviorOf = async (workflowId: string) => {
    const { raw } = await temporal.workflow.getHandle(workflowId).describe();
    return VersioningBehavior[raw.workflowExecutionInfo?.versioningInfo?.behavior ?? 0];
  };
  const payment = await until(
    () => behaviorOf(paymentWorkflowId(input.paymentId)),
    (behavior) => behavior !== 'VERSIONING_BEHAVIOR_UNSPECIFIED',
    String,
  );
  expect([await behaviorOf(campaign), payment]).toEqual([
    'VERSIONING_BEHAVIOR_AUTO_UPGRADE',
    'VERSIONING_BEHAVIOR_PINNED',
  ]);
}, 90_000);

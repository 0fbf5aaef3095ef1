/** The worker process: the Temporal workers, and the relay that moves inbox and outbox. */
import { createHousePlatform } from '../activities/house';
import { openStripe, type StripeClient } from '../adapters/stripe/client';
import { readOurIds } from '../adapters/stripe/intents';
import { listEventsSince } from '../adapters/stripe/list-events';
import { MINUTE, SECOND } from '../domain/time';
import type { ConfigOf } from '../infra/config';
import type { Logger } from '../infra/log';
import { egressOf } from '../infra/safe-fetch';
import { startCampaign } from '../services/campaigns/start';
import { viewOfRow } from '../services/campaigns/view';
import { createActivities } from '../worker/activities';
import { deliveryFactsConsumer } from '../worker/delivery-facts';
import { housekeeping } from '../worker/housekeeping';
import { liveConsumer } from '../worker/live-events';
import { accountMailConsumer } from '../worker/notifications/account-mails';
import { notificationConsumer } from '../worker/notifications/consumer';
import { openMessengers } from '../worker/notifications/messengers';
import { sendDue } from '../worker/notifications/sender';
import { startLoop } from '../worker/relay/loop';
import { startRelay } from '../worker/relay/relay';
import { workflowClient } from '../worker/relay/workflow-client';
import { watchWorkflows } from '../worker/watch';
import { webhookConsumer } from '../worker/webhooks/consumer';
import { startWebhooks } from '../worker/webhooks/sender';
import { startWorker, type WorkerDeps } from '../worker/worker';
import { openDeps } from './deps';
import { type Running, runProcess } from './process';

/** What a fault run puts around or in the place of a real part. */
interface Faults extends Pick<WorkerDeps, 'interceptors' | 'workflowsPath'> {
  stripe?: (real: StripeClient) => StripeClient;
}

export async function openWorker(
  config: ConfigOf<'worker'>,
  log: Logger,
  faults: Faults = {},
): Promise<Running> {
  const { deps, close } = openDeps(config, log);
  const { db, temporal, now } = deps;
  const timeScale = config.ADFLIGHT_TIME_SCALE;
  const real = openStripe({ secretKey: config.STRIPE_SECRET_KEY, apiUrl: config.STRIPE_API_URL });
  const stripe = faults.stripe?.(real) ?? real;
  const platforms = { house: createHousePlatform({ db, now }) };
  const worker = await startWorker({
    config,
    log,
    activities: createActivities({ config, db, temporal, platforms, timeScale, stripe }),
    ...(faults.interceptors && { interceptors: faults.interceptors }),
    ...(faults.workflowsPath && { workflowsPath: faults.workflowsPath }),
  });
  // A worker that failed takes its process with it: whoever watches starts another.
  void worker.done;
  const messengers = openMessengers(config, log, now);
  const workflows = workflowClient(temporal, timeScale);
  const relay = startRelay({
    db,
    workflows,
    consumers: [
      notificationConsumer({
        publicUrl: config.PUBLIC_URL,
        telegramChatId: config.TELEGRAM_CHAT_ID ?? null,
      }),
      deliveryFactsConsumer,
      accountMailConsumer({ config, now }),
      webhookConsumer,
      liveConsumer,
    ],
    sendDue: () => sendDue({ config, db, messengers, log, now }),
    listStripeEvents: (since) => listEventsSince(stripe, since),
    ownerOfIntent: (intentId) => readOurIds(stripe, intentId),
    startCampaign: (reservation) => startCampaign(deps, viewOfRow(reservation)),
    timeScale,
    log,
    now,
    random: Math.random,
  });
  const webhooks = startWebhooks({ config, db, egress: egressOf(config), log, now, random: Math.random });
  const house = startLoop({
    name: 'housekeeping',
    step: housekeeping(deps),
    rest: [SECOND, MINUTE],
    random: Math.random,
    log,
  });
  const watch = startLoop({
    name: 'watch',
    step: watchWorkflows(deps),
    rest: [SECOND, 10 * SECOND],
    random: Math.random,
    log,
  });
  return {
    async close() {
      await Promise.all([relay.stop(), webhooks.stop(), house.stop(), watch.stop()]);
      await worker.stop();
      await close();
    },
  };
}

if (require.main === module) runProcess('worker', openWorker);

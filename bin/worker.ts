/** The worker process: the Temporal workers, and the relay that moves inbox and outbox. */
import { createHousePlatform } from '../activities/house';
import { openStripe } from '../adapters/stripe/client';
import { listEventsSince } from '../adapters/stripe/list-events';
import { startCampaign } from '../services/campaigns/start';
import { viewOfRow } from '../services/campaigns/view';
import { createActivities } from '../worker/activities';
import { deliveryFactsConsumer } from '../worker/delivery-facts';
import { notificationConsumer } from '../worker/notifications/consumer';
import { openMessengers } from '../worker/notifications/messengers';
import { sendDue } from '../worker/notifications/sender';
import { openDoor } from '../worker/relay/door';
import { startRelay } from '../worker/relay/relay';
import { startWorker } from '../worker/worker';
import { openDeps } from './deps';
import { runProcess } from './process';

runProcess('worker', async (config, log) => {
  const { deps, close } = openDeps(config, log);
  const { db, temporal, now } = deps;
  const timeScale = config.ADFLIGHT_TIME_SCALE;
  const stripe = openStripe({ secretKey: config.STRIPE_SECRET_KEY, apiUrl: config.STRIPE_API_URL });
  const platforms = { house: createHousePlatform({ db, now }) };
  const worker = await startWorker({
    config,
    activities: createActivities({ db, temporal, platforms, timeScale, stripe }),
  });
  // A worker that failed takes its process with it: whoever watches starts another.
  void worker.done;
  const messengers = openMessengers(config, log, now);
  const door = openDoor(temporal, timeScale);
  const relay = startRelay({
    db,
    door,
    consumers: [
      notificationConsumer({
        publicUrl: config.PUBLIC_URL,
        telegramChatId: config.TELEGRAM_CHAT_ID ?? null,
      }),
      deliveryFactsConsumer(door),
    ],
    sendDue: () => sendDue({ db, messengers, log, now }),
    listStripeEvents: (since) => listEventsSince(stripe, since),
    startCampaign: (reservation) => startCampaign(deps, viewOfRow(reservation)),
    timeScale,
    log,
    now,
    random: Math.random,
  });
  return {
    async close() {
      await relay.stop();
      await worker.stop();
      await close();
    },
  };
});

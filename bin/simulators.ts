/** The simulators' process: stands in for Stripe on a machine without its keys; configuration refuses it in production. */
import path from 'node:path';
import { createStripeSimulator } from '../simulators/stripe';
import { runProcess } from './process';

runProcess('simulators', async (config) => {
  if (!config.STRIPE_API_URL) throw new Error('STRIPE_API_URL says where the Stripe simulator listens');
  const stripe = createStripeSimulator({
    apiKey: config.STRIPE_SECRET_KEY,
    webhook: {
      url: `http://127.0.0.1:${config.PORT}/api/v1/webhooks/stripe`,
      secret: config.STRIPE_WEBHOOK_SECRET[0] ?? '',
    },
    dataPath: path.join(path.dirname(config.STORAGE_DIR), 'stripe.jsonl'),
    timeScale: config.ADFLIGHT_TIME_SCALE,
  });
  return stripe.listen(Number(new URL(config.STRIPE_API_URL).port));
});

/** The API process with a planted fault: its webhook tells the workflow first, and stores the event afterwards. */

import { verifyWebhook } from '../../adapters/stripe/webhook';
import { createApp } from '../../api/app';
import { route } from '../../api/route';
import { routes } from '../../api/routes';
import { serve } from '../../api/serve';
import { openDeps } from '../../bin/deps';
import { runProcess } from '../../bin/process';
import { WebhookAnswer } from '../../schemas/payments';
import { toPaymentEvent } from '../../schemas/stripe-events';
import { receiveStripeWebhook, type Webhook } from '../../services/payments/webhook';
import { publicVerb } from '../../services/verb';
import { workflowClient } from '../../worker/relay/workflow-client';

const path = '/webhooks/stripe';

const hasty = publicVerb<Webhook, void>(async (ctx, webhook) => {
  const { config, temporal } = ctx;
  const event = verifyWebhook(webhook.raw, webhook.signature, config.STRIPE_WEBHOOK_SECRET, ctx.now());
  const fact = toPaymentEvent(event);
  if (fact?.paymentId && fact.campaignId) {
    const workflows = workflowClient(temporal, config.ADFLIGHT_TIME_SCALE);
    await workflows.signalCampaign(fact.campaignId, { ...fact.event, paymentId: fact.paymentId });
  }
  await receiveStripeWebhook.call(ctx, webhook);
});

const planted = route({
  method: 'post',
  path,
  summary: 'Take a signed event of Stripe, the wrong way round',
  tag: 'Payments',
  bodyKind: 'raw',
  rate: 'webhook',
  verb: hasty,
  input: ({ raw, headers }) => ({ raw, signature: headers['stripe-signature'] }),
  status: 200,
  answer: WebhookAnswer,
  present: () => ({ received: true as const }),
  errors: ['SIGNATURE_INVALID'],
});

runProcess('api', async (config, log) => {
  const { deps, close } = openDeps(config, log);
  const others = routes.filter((one) => one.path !== path);
  const serving = await serve(createApp(deps, { routes: [...others, planted] }), config.PORT);
  return {
    async close() {
      await serving.close();
      await close();
    },
  };
});

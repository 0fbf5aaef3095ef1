/** The worker process of a fault run: the real one, with every activity shown to the conductor. */

import { runProcess } from '../../bin/process';
import { openWorker } from '../../bin/worker';
import { type Step, showSteps, Verdict } from './interceptor';
import { keyless } from './plants';

const { FAULTS_URL = '', FAULTS_PLANT } = process.env;

/** Without a conductor the show is over, and everything goes on. */
async function show(step: Step): Promise<Verdict> {
  const body = JSON.stringify(step);
  const answer = await fetch(FAULTS_URL, { method: 'POST', body }).catch(() => undefined);
  return answer ? Verdict.parse(await answer.text()) : 'go';
}

runProcess('worker', (config, log) =>
  openWorker(config, log, {
    interceptors: [showSteps(show)],
    ...(FAULTS_PLANT === 'no-stripe-key' ? { stripe: keyless } : {}),
  }),
);

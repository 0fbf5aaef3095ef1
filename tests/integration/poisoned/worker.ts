/** The worker process with workflows that can be poisoned. */
import { runProcess } from '../../../bin/process';
import { openWorker } from '../../../bin/worker';

runProcess('worker', (config, log) =>
  openWorker(config, log, { workflowsPath: require.resolve('./workflows') }),
);

/** The worker process of a money run: the real one, with a sweep that can bear the events of a thousand campaigns. */
import { runProcess } from '../../bin/process';
import { openWorker } from '../../bin/worker';
import { patientSweep } from './money-sweep';
import { refusedForGood } from './plants';

const { FAULTS_PLANT } = process.env;

runProcess('worker', (config, log) =>
  openWorker(config, log, {
    stripe: patientSweep,
    ...(FAULTS_PLANT === 'refund-not-cut' && { interceptors: [refusedForGood] }),
  }),
);

/** The worker process of a money run: the real one, with a sweep that can bear the events of a thousand campaigns. */
import { runProcess } from '../../bin/process';
import { openWorker } from '../../bin/worker';
import { patientSweep } from './money-sweep';
import { refusedForGood } from './plants';

const isPlanted = process.env.FAULTS_PLANT === 'refund-not-cut';
/** With the plant, a lost refund is not found before its campaign has ended. */
const SWEEP_REST_MS = isPlanted ? 20_000 : 3_000;

runProcess('worker', (config, log) =>
  openWorker(config, log, {
    stripe: (client) => patientSweep(client, SWEEP_REST_MS),
    ...(isPlanted && { interceptors: [refusedForGood] }),
  }),
);

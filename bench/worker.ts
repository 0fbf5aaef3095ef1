/** The worker process of a measurement: ours with a constant outside, or, where BENCH_WORKER says so, the bare one. */
import { NativeConnection, Worker } from '@temporalio/worker';
import { openDeps } from '../bin/deps';
import { type Running, runProcess } from '../bin/process';
import type { ConfigOf } from '../infra/config';
import { startWorker } from '../worker/worker';
import { BARE_QUEUE } from './bare/life';
import { constantOutside } from './life/outside';

runProcess('worker', async (config, log) => {
  if (process.env.BENCH_WORKER === 'bare') return startBare(config);
  const { deps, close } = openDeps(config, log);
  const activities = constantOutside({ ...deps, timeScale: config.ADFLIGHT_TIME_SCALE });
  const worker = await startWorker({ config, activities, log });
  return { close: () => worker.stop().then(close) };
});

async function startBare({ TEMPORAL_ADDRESS: address }: ConfigOf<'worker'>): Promise<Running> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue: BARE_QUEUE,
    workflowsPath: require.resolve('./bare/workflow'),
    activities: { nothing: async () => {} },
  });
  const done = worker.run();
  return {
    async close() {
      worker.shutdown();
      await done;
      await connection.close();
    },
  };
}

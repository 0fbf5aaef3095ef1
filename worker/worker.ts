/** The Temporal workers of one process: a queue each, sharing one connection and one bundle of workflows. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type ActivityInterceptorsFactory,
  bundleWorkflowCode,
  DefaultLogger,
  type LogEntry,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { queues } from '../contracts/queues';
import { SECOND } from '../domain/time';
import type { ConfigOf } from '../infra/config';
import type { Logger } from '../infra/log';
import { connectionOptions, dataConverter } from '../infra/temporal';
import type { createActivities } from './activities';
import { beating } from './beating';
import { registerSearchAttributes } from './search-attributes';

export interface WorkerDeps {
  config: ConfigOf<'worker'>;
  activities: ReturnType<typeof createActivities>;
  log: Logger;
  /** Tests fail activities on purpose through this. */
  interceptors?: ActivityInterceptorsFactory[];
  /** Tests run workflows that go wrong in the place of ours. */
  workflowsPath?: string;
}

export interface RunningWorker {
  /** Ends when the workers do; rejects when one failed. */
  done: Promise<void>;
  /** Lets running activities end, then closes the connection. */
  stop(): Promise<void>;
}

const workflowsPath = require.resolve('../workflows');
/** What a bundle of workflows is made of; its modules are evaluated once, not for each workflow, so they keep no state. */
export const WORKFLOWS = {
  workflowsPath,
  workflowInterceptorModules: [require.resolve('../workflows/interceptors')],
  preloadModules: [workflowsPath],
};
/** Built beforehand by `npm run build`, it starts a production worker without webpack. */
export const BUNDLE = path.join(__dirname, '../workflows/bundle.js');

/** Connects, registers the search attributes, and polls; resolves once it polls. */
export async function startWorker({
  config,
  activities,
  log,
  interceptors = [],
  workflowsPath: instead,
}: WorkerDeps): Promise<RunningWorker> {
  installRuntime(log);
  const connection = await NativeConnection.connect(connectionOptions(config));
  await registerSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    activities,
    dataConverter: dataConverter(config),
    shutdownGraceTime: 15 * SECOND,
    interceptors: { activity: [...interceptors, beating] },
    ...versioning(config),
  };
  const sources = { ...WORKFLOWS, ...(instead && { workflowsPath: instead }) };
  const workflowBundle =
    config.NODE_ENV === 'production' && existsSync(BUNDLE)
      ? { codePath: BUNDLE }
      : await bundleWorkflowCode({ ...sources, logger: Runtime.instance().logger });
  const workers = await Promise.all([
    Worker.create({ ...common, workflowBundle, taskQueue: queues.lifecycle }),
    // Its work may be slow; the others decide, and must never wait for it.
    Worker.create({ ...common, taskQueue: queues.platforms }),
  ]);
  const done = Promise.all(workers.map((worker) => worker.run())).then(() => connection.close());
  return {
    done,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** Its settings are the process's; a second call in one process changes nothing. */
function installRuntime(log: Logger): void {
  // What the SDK and the workflows say is as free of secrets as what we say.
  const write = ({ level, message, meta }: LogEntry) =>
    log[level === 'ERROR' ? 'error' : 'warn'](meta ?? {}, message);
  try {
    Runtime.install({
      logger: new DefaultLogger('WARN', write),
      shutdownSignals: [],
      telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
    });
  } catch {
    // Installed before, by this process's first worker or by the test environment.
  }
}

function versioning({
  WORKER_DEPLOYMENT: deploymentName,
  WORKER_BUILD_ID: buildId,
}: ConfigOf<'worker'>): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (!deploymentName || !buildId) return {};
  return {
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName, buildId },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

/** Whether this process can do its work: the state of each part that it needs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BusinessError } from '../../domain/errors';
import { SECOND } from '../../domain/time';
import type { Deps } from '../context';
import { publicVerb } from '../verb';

const PATIENCE = 2 * SECOND;

type State = 'up' | 'down';
interface Readiness {
  database: State;
  temporal: State;
  storage: State;
}

/** The process answers. */
export const live = publicVerb<undefined, { status: 'up' }>(async () => ({ status: 'up' }));

/** @throws UNAVAILABLE with the state of each part when one is down or takes longer than 2 s. */
export const ready = publicVerb<undefined, Readiness>(async (ctx) => {
  const [database, temporal, storage] = await Promise.all([
    stateOf(ctx, 'database', ctx.db.$queryRaw`SELECT 1`),
    stateOf(ctx, 'temporal', temporalAnswers(ctx)),
    stateOf(ctx, 'storage', ctx.storage.check()),
  ]);
  const parts = { database, temporal, storage };
  if (Object.values(parts).includes('down')) {
    throw new BusinessError('UNAVAILABLE', { parts, retryAfterSeconds: 5 });
  }
  return parts;
});

function temporalAnswers({ temporal, config }: Deps): Promise<unknown> {
  return temporal.connection.withDeadline(Date.now() + PATIENCE, () =>
    temporal.workflowService.describeNamespace({ namespace: config.TEMPORAL_NAMESPACE }),
  );
}

async function stateOf({ log }: Deps, part: string, check: Promise<unknown>): Promise<State> {
  const late = new AbortController();
  try {
    await Promise.race([
      check,
      sleep(PATIENCE, undefined, { signal: late.signal }).then(() => Promise.reject(new Error('timeout'))),
    ]);
    return 'up';
  } catch (error) {
    log.warn({ err: error, part }, 'not ready');
    return 'down';
  } finally {
    late.abort();
  }
}

/** The one activity profile of a key rotation. */
import { proxyActivities } from '@temporalio/workflow';
import type { createRotationActivities } from '../../activities/key-rotation';

/** `write`: idempotent reads and writes of our own database. A worker that lacks the key yet is waited for. */
export const activities = proxyActivities<ReturnType<typeof createRotationActivities>>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
});

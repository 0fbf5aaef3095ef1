/** A key rotation's activities. */
import { proxyActivities } from '@temporalio/workflow';
import type { createRotationActivities } from '../../activities/key-rotation';
import { write } from '../kit/profiles';

/** A worker that does not have the key yet is waited for. */
export const activities = proxyActivities<ReturnType<typeof createRotationActivities>>(write);

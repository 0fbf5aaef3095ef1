/** Starts the rotation of sealed secrets to the newest key, or joins the one that runs. */
import { KEY_ROTATION_WORKFLOW, type RotationState, toRotation } from '../../contracts/key-rotation';
import type { ServiceConfig } from '../../infra/config';
import type { Deps } from '../context';

/** @returns the workflow, to be watched or waited for; it goes on without us. */
export async function rotateKeys({ config, temporal }: Pick<Deps<ServiceConfig>, 'config' | 'temporal'>) {
  const input = { keyId: config.ENCRYPTION_KEY.id, timeScale: config.ADFLIGHT_TIME_SCALE };
  const { workflowId } = await temporal.workflow.start(KEY_ROTATION_WORKFLOW, toRotation(input));
  return temporal.workflow.getHandle<() => Promise<RotationState>>(workflowId);
}

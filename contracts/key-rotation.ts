/** The contract of `keyRotation`: one workflow a key, which puts every sealed column of the database under it. */
import { queues } from './queues';

export const KEY_ROTATION_WORKFLOW = 'keyRotation';

/** Workflow id of the rotation to a key: `key-rotation/<key id>`. */
function keyRotationWorkflowId(keyId: string): string {
  return `key-rotation/${keyId}`;
}

/** Query: how far it has come. */
export const GET_ROTATION = 'getState';

/** Where a pass goes on: after the row with this id, in this column; null id: at the column's first row. */
export interface RotationPosition {
  /** `table.column`. */
  column: string;
  after: string | null;
}

/** What became of one slice of rows. */
export interface RotationSlice {
  /** Null: that was the last column's end. */
  next: RotationPosition | null;
  examined: number;
  rewrapped: number;
  /** Changed by someone else at this very moment: the next pass looks at them again. */
  missed: number;
  /** `table/row id/column` of what no key of ours opens: left as it is. */
  broken: string[];
}

export interface RotationState {
  schema: 1;
  keyId: string;
  /** From 1. The last one finds nothing to do: that is how we know that nothing is left. */
  pass: number;
  position: RotationPosition | null;
  /** In all passes. */
  rewrapped: number;
  /** Of this pass. */
  examined: number;
  found: number;
  broken: number;
  /** The first few. */
  brokenPlaces: string[];
  isOver: boolean;
}

export interface RotationInput {
  keyId: string;
  timeScale: number;
  /** Set by a run that continues another. */
  state?: RotationState;
  /** Events after which it continues as new; tests force it early. */
  historyLimit?: number;
}

/** Options of `client.workflow.start(KEY_ROTATION_WORKFLOW, …)`; a rotation that runs already is joined. */
export function toRotation(input: RotationInput) {
  return {
    workflowId: keyRotationWorkflowId(input.keyId),
    taskQueue: queues.lifecycle,
    args: [input] satisfies [RotationInput],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `Sealed secrets to key ${input.keyId}`,
  } as const;
}

/** A key rotation as tests drive it, over rows that are remembered here: four slices a pass. */
import { randomUUID } from 'node:crypto';
import {
  KEY_ROTATION_WORKFLOW,
  type RotationInput,
  type RotationPosition,
  type RotationSlice,
  type RotationState,
  toRotation,
} from '../../contracts/key-rotation';
import type { Stage } from './environment';
import { type Answering, type Asked, asked } from './outside';

const SLICE = 2;

export class RotationOutside implements Answering {
  readonly asked: Asked[] = [];
  /** So many rows before the cursor get the old key once, after the first slice. */
  sealBehind = 0;
  /** Slices that fail once, as an outage. */
  failing: number[] = [];
  private slices = 0;

  constructor(readonly rows: ('old' | 'new' | 'broken')[]) {}

  async call(name: string, args: unknown[]): Promise<RotationSlice> {
    this.asked.push(asked(name, args));
    const position = args[1] as RotationPosition | null;
    const from = Number(position?.after ?? 0);
    this.slices += 1;
    if (this.failing.includes(this.slices)) throw new Error('the database is away');
    const slice: RotationSlice = { next: null, examined: 0, rewrapped: 0, missed: 0, broken: [] };
    for (let row = from; row < Math.min(from + SLICE, this.rows.length); row += 1) {
      slice.examined += 1;
      if (this.rows[row] === 'broken') slice.broken.push(`table/${row}/column`);
      if (this.rows[row] !== 'old') continue;
      this.rows[row] = 'new';
      slice.rewrapped += 1;
    }
    for (; this.sealBehind > 0 && from > 0; this.sealBehind -= 1) this.rows[this.sealBehind - 1] = 'old';
    const end = from + SLICE;
    if (end < this.rows.length) slice.next = { column: 'table.column', after: String(end) };
    return slice;
  }
}

/** Runs one to its end. */
export async function rotate(
  { env, outsides }: Stage,
  outside: RotationOutside,
  wishes: Partial<RotationInput> = {},
): Promise<{ workflowId: string; result: RotationState; asked: Asked[] }> {
  const options = toRotation({ keyId: randomUUID(), timeScale: 60, ...wishes });
  const { workflowId } = options;
  outsides.set(workflowId, outside);
  await env.client.workflow.start(KEY_ROTATION_WORKFLOW, options);
  const result: RotationState = await env.client.workflow.getHandle(workflowId).result();
  return { workflowId, result, asked: outside.asked };
}

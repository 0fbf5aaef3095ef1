/** Where secrets are planted: a running system, outsiders, and the list of what was planted. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Answered, Asked } from '../../../bin/demo/api';
import type { WholeSystem } from '../system';
import type { Canaries } from './canaries';
import type { Hostile } from './hostile';

export interface Field {
  whole: WholeSystem;
  hostile: Hostile;
  canaries: Canaries;
  secret: Canaries['secret'];
  /** Every answer is kept. */
  call(method: string, path: string, asked?: Asked & { raw?: string }): Promise<Answered>;
}

/** Harmless, and meant to be found: it shows that the search sees what is there. */
export const MARKER = `marker-${randomBytes(6).toString('hex')}`;

export const anyPhone = () => `+4915${randomInt(1_000_000_000).toString().padStart(9, '0')}`;

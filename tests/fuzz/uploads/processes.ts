/** What the API and the processes that it started hold of memory, as Linux tells. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { residentMib } from '../../../bench/process-cost';

const INTERVAL_MS = 50;

export const canMeasure = (): boolean => existsSync('/proc/self/clear_refs');

/** Processes that it started, and those that they started. */
function descendantsOf(pid: number): number[] {
  const own = list(`/proc/${pid}/task`).flatMap((task) => {
    const line = read(`/proc/${pid}/task/${task}/children`).trim();
    return line === '' ? [] : line.split(' ').map(Number);
  });
  return own.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Where a decoder's program lies. */
const isDecoder = (pid: number) => read(`/proc/${pid}/cmdline`).includes('adapters/media/decod');

/** Mebibytes that it held at most, since it began or since the last `forgetPeak`. */
export const peakMib = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // It has just ended.
  }
}

export interface Watched {
  /** Mebibytes of the largest child, and how long any stood above the limit, in milliseconds. */
  mostMib: number;
  aboveFor: number;
  decoderSeen: boolean;
}

/** Looks at the API's children until told to stop. */
export function watchChildren(pid: number | undefined, limitMib: number): () => Watched {
  const seen: Watched = { mostMib: 0, aboveFor: 0, decoderSeen: false };
  const since = new Map<number, number>();
  const look = () => {
    for (const child of pid === undefined ? [] : descendantsOf(pid)) {
      const mib = residentMib(child) || 0;
      seen.mostMib = Math.max(seen.mostMib, mib);
      seen.decoderSeen ||= isDecoder(child);
      if (mib <= limitMib) since.delete(child);
      else {
        const from = since.get(child) ?? Date.now();
        since.set(child, from);
        seen.aboveFor = Math.max(seen.aboveFor, Date.now() - from);
      }
    }
  };
  const timer = setInterval(look, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    look();
    return seen;
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

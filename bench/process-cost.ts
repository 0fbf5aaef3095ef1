/** What a process has cost so far, as Linux keeps it; NaN on other systems. */
import { readFileSync } from 'node:fs';

/** Of USER_HZ, which is 100 wherever Linux runs. */
const TICK_MS = 10;

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Milliseconds of CPU, user and system, of all its threads. */
export function cpuMs(pid: number): number {
  // Its name may hold spaces; what follows the bracket does not.
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Mebibytes of memory that it holds. */
export function residentMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1]) / 1024;
}

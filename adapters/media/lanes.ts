/** Decoding pictures eats memory and cores: only so many pixels at a time, and a bounded queue before them. */
import { BusinessError } from '../../domain/errors';

/** One picture of the largest size, or several small ones: some 10 bytes of memory a pixel. */
const MOST_PIXELS = 60_000_000;
const LANES = 2;
const LONGEST_QUEUE = 32;

interface Job {
  pixels: number;
  start(): void;
}

const running = new Set<Job>();
const waiting: Job[] = [];

function fits({ pixels }: Job): boolean {
  const busy = [...running].reduce((sum, job) => sum + job.pixels, 0);
  return running.size === 0 || (running.size < LANES && busy + pixels <= MOST_PIXELS);
}

function startNext(): void {
  for (let [next] = waiting; next && fits(next); [next] = waiting) {
    waiting.shift();
    running.add(next);
    next.start();
  }
}

/** Runs it in its turn. @throws UNAVAILABLE when too many wait already. */
export async function inLane<T>(pixels: number, run: () => Promise<T>): Promise<T> {
  if (waiting.length >= LONGEST_QUEUE) throw new BusinessError('UNAVAILABLE', { retryAfterSeconds: 10 });
  const job: Job = { pixels, start: () => {} };
  const turn = new Promise<void>((resolve) => {
    job.start = resolve;
  });
  waiting.push(job);
  startNext();
  try {
    await turn;
    return await run();
  } finally {
    running.delete(job);
    startNext();
  }
}

/** A thread beside the decoder that ends it, busy or not: when it has too much memory, or when whoever started it is gone. */
import { workerData } from 'node:worker_threads';

const EVERY_MS = 25;
const { parent, memory } = workerData;

setInterval(() => {
  if (process.ppid !== parent || process.memoryUsage.rss() > memory) process.kill(process.pid, 'SIGKILL');
}, EVERY_MS);

/** The program of a decoder: it is told of one file after another, and says of each what it found. */
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { BusinessError } from '../../../domain/errors';
import { mediaTypes } from '../../../domain/media';
import { type Answer, Question } from '../protocol';
import { inspectImage } from './image';
import { inspectVideo } from './video';

/** Of the memory that it may have: from here on a new process takes the next file. */
const SPENT = 0.4;

const [parent, memory] = process.argv.slice(2).map(Number);
const limit = memory ?? 0;
const watch = new Worker(path.join(__dirname, 'watch.mjs'), {
  workerData: { parent, memory: limit },
  execArgv: [],
});
const watched = once(watch, 'online');

// A terminal sends these to all of its processes. The parent finishes its work first, and then ends us.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
process.on('message', async (message) => {
  await watched;
  const found = await inspect(Question.parse(message));
  const answer: Answer = { found, isSpent: process.memoryUsage.rss() > SPENT * limit };
  process.send?.(answer);
});

async function inspect(file: Question): Promise<Answer['found']> {
  try {
    const isImage = mediaTypes[file.type].kind === 'image';
    return { inspected: await (isImage ? inspectImage(file) : inspectVideo(file)) };
  } catch (error) {
    // Anything else is a fault of ours: it ends this process.
    if (!(error instanceof BusinessError)) throw error;
    return { refused: { code: error.code, details: error.details } };
  }
}

/** Answers that are sent while they are made: long texts, and server-sent events until the client leaves. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { SECOND } from '../domain/time';
import type { Context } from '../services/context';
import type { Parsed, Route } from './route';

export const EVENT_STREAM = 'text/event-stream';
export const NDJSON = 'application/x-ndjson';
/** Answers of these types are streams. */
const STREAMS: ReadonlySet<string> = new Set([EVENT_STREAM, NDJSON]);

export function isStreamed({ contentType }: Pick<Route, 'contentType'>): boolean {
  return contentType !== undefined && STREAMS.has(contentType);
}

/** What the application emits when its process is about to end. */
export const CLOSING = 'closing';

/** Proxies cut connections that are silent for a minute. */
const HEARTBEAT = 15 * SECOND;

/** What the verb of such a route presents. */
export class EventStream {
  constructor(
    readonly frames: AsyncIterable<string>,
    /** No frame comes after it. */
    readonly end: () => void,
  ) {}
}

/** What the verb of a route presents whose answer is too long to be held whole. */
export class TextStream {
  constructor(readonly chunks: AsyncIterable<string>) {}
}

/** Resolves when the stream has ended, whoever ended it. */
export async function answerStream(
  route: Route,
  ctx: Context,
  parsed: Parsed<unknown, unknown, unknown>,
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  const { status, body, headers } = await route.handle(ctx, parsed);
  if (body instanceof TextStream) {
    const type = { 'Content-Type': route.contentType ?? 'text/plain' };
    return answerText(body, { status, headers: { ...type, ...headers } }, { req, res });
  }
  if (!(body instanceof EventStream)) throw new Error(`${route.path} presents no stream`);
  res.status(status);
  const own = {
    'Content-Type': EVENT_STREAM,
    'Cache-Control': 'no-store, no-transform',
    // nginx keeps answers back otherwise.
    'X-Accel-Buffering': 'no',
  };
  for (const [name, value] of Object.entries({ ...own, ...headers })) res.setHeader(name, value);
  if (req.method === 'HEAD' || res.destroyed) {
    body.end();
    res.end();
    return;
  }
  res.flushHeaders();
  res.once('close', body.end);
  req.app.once(CLOSING, body.end);
  const beat = setInterval(heartbeat(res), HEARTBEAT);
  try {
    for await (const frame of body.frames) {
      if (res.destroyed) break;
      // The next frame is made when the client has taken the last ones.
      if (!res.write(frame)) await drained(res);
    }
    res.end();
  } finally {
    clearInterval(beat);
    req.app.off(CLOSING, body.end);
    body.end();
  }
}

/** Reads the first chunk before it begins, so that what fails then is told; what fails later cuts the answer off. */
async function answerText(
  { chunks }: TextStream,
  { status, headers }: { status: number; headers: Record<string, string> },
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  res.status(status);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (req.method === 'HEAD') {
    await iterator.return?.();
    res.end();
    return;
  }
  const all = async function* () {
    if (!first.done) yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  await pipeline(Readable.from(all()), res).catch(() => res.destroy());
}

function drained(res: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      res.off('drain', done);
      res.off('close', done);
      resolve();
    };
    res.once('drain', done);
    res.once('close', done);
  });
}

/** A client that takes nothing from one beat to the next is gone, or will come back for the rest. */
function heartbeat(res: Response): () => void {
  let isStuck = false;
  return () => {
    if (!res.writableNeedDrain) {
      isStuck = false;
      res.write(':\n\n');
    } else if (isStuck) res.destroy();
    else isStuck = true;
  };
}

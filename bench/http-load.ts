/** A client that costs next to nothing, so that servers are measured and not itself: keep-alive sockets, one request each. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Load {
  port: number;
  connections: number;
  warmUpMs: number;
  measuredMs: number;
  /** The next request, whole; null when there is none left. */
  request(): string | null;
  /** Of an answer that counts. */
  status: number;
}

export interface Loaded {
  /** Good answers a second while it was measured. */
  perSecond: number;
  /** Good answers in all. */
  good: number;
  /** Status codes of the others, with how often. */
  others: Record<string, number>;
}

/** A request with a JSON body, or without one. */
export function httpRequest(line: string, headers: Record<string, string>, body = ''): string {
  const all = { host: 'localhost', ...headers, 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** Sends requests over all connections until the time is over. @throws when a connection breaks. */
export async function load({
  port,
  connections,
  warmUpMs,
  measuredMs,
  request,
  status,
}: Load): Promise<Loaded> {
  const from = performance.now() + warmUpMs;
  const to = from + measuredMs;
  const others: Record<string, number> = {};
  let [good, measured] = [0, 0];
  const client = async () => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const answers = answersOf(socket);
    for (let next = request(); next !== null && performance.now() < to; next = request()) {
      socket.write(next);
      const { value: code } = await answers.next();
      if (code === undefined) throw new Error('the server closed the connection');
      if (code !== status) others[code] = (others[code] ?? 0) + 1;
      else {
        good += 1;
        const now = performance.now();
        if (now >= from && now < to) measured += 1;
      }
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, client));
  await sleep(50);
  return { perSecond: (measured * 1_000) / measuredMs, good, others };
}

/** The status of each answer; bodies have a Content-Length or none. */
async function* answersOf(socket: AsyncIterable<Buffer>): AsyncGenerator<number, undefined> {
  let text = '';
  for await (const chunk of socket) {
    text += chunk.toString('latin1');
    for (let end = endOf(text); end > 0 && end <= text.length; end = endOf(text)) {
      yield Number(text.slice(9, 12));
      text = text.slice(end);
    }
  }
  return undefined;
}

/** Where the first answer ends; 0 while its head is not there. */
function endOf(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1];
  return head + 4 + Number(length ?? 0);
}

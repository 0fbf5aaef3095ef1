/** A client that never gives up early: it repeats a request under the same Idempotency-Key until it has an answer. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export interface Answer {
  status: number;
  /** Of the error table; null for a success. */
  code: string | null;
  body: unknown;
}

/** An answer that says "not now": nothing is decided yet. */
const later = ['BUSY', 'IDEMPOTENCY_IN_PROGRESS', 'OUTCOME_UNKNOWN'];
const Problem = z.object({ code: z.string() });
const PATIENCE_MS = 240_000;

export class Client {
  /** The change that is being asked for, for the table of hits; null while there is none. */
  doing: string | null = null;

  constructor(
    private readonly url: string,
    private readonly token: string | null = null,
  ) {}

  /** @throws when four minutes brought no answer; a refusal is an answer. */
  async ask(method: string, path: string, body?: unknown, name = `${method} ${path}`): Promise<Answer> {
    const key = randomUUID();
    const deadline = Date.now() + PATIENCE_MS;
    this.doing = method === 'GET' ? null : name;
    for (let wait = 200; ; wait = Math.min(wait * 2, 2_000)) {
      const answer = await this.once(method, path, body, key).catch(() => null);
      if (answer && !isForLater(answer)) {
        this.doing = null;
        return answer;
      }
      if (Date.now() > deadline) throw new Error(`${name} got no answer: ${JSON.stringify(answer)}`);
      await sleep(wait);
    }
  }

  /** @throws for a refusal as well. */
  async done(method: string, path: string, body?: unknown, name?: string): Promise<unknown> {
    const answer = await this.ask(method, path, body, name);
    if (answer.code === null) return answer.body;
    throw new Error(`${name ?? path} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  /** The same person elsewhere. */
  copy(): Client {
    return new Client(this.url, this.token);
  }

  /** A new client of whoever signs in so. */
  async signedIn(email: string, password: string): Promise<Client> {
    const { access_token: token } = z
      .object({ access_token: z.string() })
      .parse(await this.done('POST', '/auth/login', { email, password }));
    return new Client(this.url, token);
  }

  /** One request, not repeated. @throws when no answer came. */
  async once(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Answer> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? null : JSON.parse(text);
    const { status } = response;
    return { status, code: status < 400 ? null : Problem.parse(parsed).code, body: parsed };
  }
}

function isForLater({ status, code }: Answer): boolean {
  return status >= 500 || status === 429 || (code !== null && later.includes(code));
}

/** A stand-in for Twilio's Messages API with its rules: account, sender, numbers, length, and a rate limit. */
import { createServer, type IncomingMessage } from 'node:http';

export interface SmsSimulatorOptions {
  accountSid: string;
  authToken: string;
  /** The one number that may send. */
  from: string;
  /** Requests that are taken within a second. */
  perSecond?: number;
  now?: () => number;
  /** 0: any free one. */
  port?: number;
}

export interface SmsSimulator {
  url: string;
  /** What the phones show, oldest first. */
  messages: { sid: string; to: string; body: string }[];
  /** Phones that answered STOP. */
  stopped: Set<string>;
  /** How the next request fails: refused with 503, cut off before an answer, or cut off after it was sent. */
  fault: 'down' | 'cut' | 'lost' | null;
  close(): Promise<void>;
}

interface Reply {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

const SECOND = 1_000;
const E164 = /^\+[1-9]\d{6,14}$/;

export async function startSmsSimulator(options: SmsSimulatorOptions): Promise<SmsSimulator> {
  const { accountSid, authToken, from, perSecond = 100, now = Date.now } = options;
  const credentials = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  let taken: number[] = [];

  function reply({ method, url, headers }: IncomingMessage, body: string): Reply {
    if (headers.authorization !== credentials) return refusal(401, 20003, 'Authenticate');
    const [, account] = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\.json$/.exec(url ?? '') ?? [];
    if (method !== 'POST' || account !== accountSid) return refusal(404, 20404, 'Resource not found');
    taken = taken.filter((at) => at > now() - SECOND);
    if (taken.length >= perSecond) {
      return { ...refusal(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '1' } };
    }
    taken.push(now());
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      return refusal(400, 21602, 'Message body is required.');
    }
    return take(new URLSearchParams(body));
  }

  function take(form: URLSearchParams): Reply {
    const [to, sender, body] = ['To', 'From', 'Body'].map((name) => form.get(name) ?? '');
    if (!sender) return refusal(400, 21603, "A 'From' phone number is required.");
    if (sender !== from) return refusal(400, 21606, `The From phone number ${sender} is not yours.`);
    if (!to || !E164.test(to)) return refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`);
    if (!body) return refusal(400, 21602, 'Message body is required.');
    if (body.length > 1_600) {
      return refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
    }
    if (simulator.stopped.has(to)) return refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
    const sid = `SM${String(simulator.messages.length + 1).padStart(32, '0')}`;
    simulator.messages.push({ sid, to, body });
    return { status: 201, body: { sid, to, from, body, status: 'queued', error_code: null } };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { fault } = simulator;
    simulator.fault = null;
    if (fault === 'cut') return void request.socket.destroy();
    const { status, body, headers } =
      fault === 'down'
        ? refusal(503, 20503, 'Service unavailable')
        : reply(request, Buffer.concat(chunks).toString('utf8'));
    if (fault === 'lost') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const simulator: SmsSimulator = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    messages: [],
    stopped: new Set(),
    fault: null,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
  return simulator;
}

const refusal = (status: number, code: number, message: string): Reply => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

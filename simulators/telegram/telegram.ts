/** A stand-in for Telegram's Bot API with its rules: token, chat, length, and a rate limit per chat. */
import { createServer } from 'node:http';

export interface TelegramSimulatorOptions {
  token: string;
  chatId: string;
  /** Messages that one chat takes within a minute: 20 at the real one. */
  perMinute?: number;
  now?: () => number;
  /** 0: any free one. */
  port?: number;
}

export interface TelegramSimulator {
  url: string;
  /** What the chat shows, oldest first. */
  messages: { id: number; at: number; text: string }[];
  /** While true, every call is answered 502, as during an outage. */
  down: boolean;
  close(): Promise<void>;
}

interface Reply {
  status: number;
  body: object;
}

const MINUTE = 60_000;

export async function startTelegramSimulator(options: TelegramSimulatorOptions): Promise<TelegramSimulator> {
  const { token, chatId, perMinute = 20, now = Date.now } = options;

  function reply(address: string, body: string): Reply {
    if (simulator.down) return refusal(502, 'Bad Gateway');
    const [, given, method] = /^\/bot([^/]+)\/(\w+)$/.exec(address) ?? [];
    if (given !== token) return refusal(401, 'Unauthorized');
    if (method === 'getMe') return success({ id: 1, is_bot: true, first_name: 'Adflight' });
    return method === 'sendMessage' ? sendMessage(parse(body)) : refusal(404, 'Not Found');
  }

  function sendMessage({ chat_id: chat, text }: Record<string, unknown>): Reply {
    if (String(chat) !== chatId) return refusal(400, 'Bad Request: chat not found');
    if (typeof text !== 'string' || text.trim() === '') {
      return refusal(400, 'Bad Request: message text is empty');
    }
    if (text.length > 4096) return refusal(400, 'Bad Request: message is too long');
    const recent = simulator.messages.filter((sent) => sent.at > now() - MINUTE);
    const blocking = recent.at(-perMinute);
    if (blocking) {
      const seconds = Math.ceil((blocking.at + MINUTE - now()) / 1000);
      return refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    const sent = { id: simulator.messages.length + 1, at: now(), text };
    simulator.messages.push(sent);
    return success({ message_id: sent.id, date: Math.floor(sent.at / 1000), chat: { id: chatId }, text });
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { status, body } = reply(request.url ?? '', Buffer.concat(chunks).toString('utf8'));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const simulator: TelegramSimulator = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    messages: [],
    down: false,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
  return simulator;
}

function parse(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}

const success = (result: object): Reply => ({ status: 200, body: { ok: true, result } });

const refusal = (status: number, description: string, parameters?: object): Reply => ({
  status,
  body: { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) },
});

/** Outsiders that refuse everything, and repeat what they were sent: a gateway over HTTP and a mail server. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Hostile {
  /** Of the gateway. */
  url: string;
  mailPort: number;
  close(): Promise<void>;
}

export async function openHostile(): Promise<Hostile> {
  const mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ password }, _session, done) => done(new Error(`535 ${password} is wrong`)),
  });
  mail.on('error', () => {});
  const [gateway] = await Promise.all([
    echo(),
    new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve)),
  ]);
  return {
    url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    mailPort: (mail.server.address() as AddressInfo).port,
    async close() {
      gateway.closeAllConnections();
      await new Promise((resolve) => gateway.close(resolve));
      await new Promise<void>((resolve) => mail.close(resolve));
    },
  };
}

/** Answers everything with a failure that repeats what it was sent. */
function echo(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const said = JSON.stringify({
      url: request.url,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        ok: false,
        code: 21211,
        error_code: 400,
        description: said,
        message: said,
        error: said,
      }),
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

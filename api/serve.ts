/** A listening server around an application: its timeouts, what it says of a broken request, and its orderly end. */
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Express } from 'express';
import { MINUTE, SECOND } from '../domain/time';
import { refusalOf } from './problem';
import { CLOSING } from './stream';

interface Serving {
  port: number;
  /** Stops accepting, lets running requests end for at most 10 s, then cuts them. */
  close(): Promise<void>;
}

/** Listens on all addresses; port 0 takes a free one. */
export async function serve(app: Express, port: number): Promise<Serving> {
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = app.listen(port, (error) => (error ? reject(error) : resolve(listening)));
  });
  // For the whole of a request: a film on a slow line takes minutes.
  server.requestTimeout = 5 * MINUTE;
  server.headersTimeout = 10 * SECOND;
  // Longer than a proxy's own, so that it never sends on a connection that we are closing.
  server.keepAliveTimeout = 65 * SECOND;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable) socket.end(refusalOf(error, app.get('public url')));
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let closing = false;
  // A connection that was busy when we began to close is idle after its answer: it must not keep us.
  server.on('request', (_req, res) => {
    res.on('close', () => closing && setImmediate(() => server.closeIdleConnections()));
  });
  const close = () =>
    new Promise<void>((resolve, reject) => {
      closing = true;
      app.emit(CLOSING);
      // Clients open some ahead of need; one on which nothing was asked yet does not count as idle.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      const cut = setTimeout(() => server.closeAllConnections(), 10 * SECOND);
      server.close((error) => {
        clearTimeout(cut);
        error ? reject(error) : resolve();
      });
    });
  // A server that listens on a TCP port has an AddressInfo.
  return { port: (server.address() as AddressInfo).port, close };
}

/** The HTTP application: the order in which a request passes through it. */
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { MINUTE, SECOND } from '../domain/time';
import type { Deps } from '../services/context';
import { docsPages } from './docs-pages';
import { accessLog } from './middleware/access-log';
import { compress } from './middleware/compress';
import { cors } from './middleware/cors';
import { localsOf } from './middleware/locals';
import { requestId } from './middleware/request-id';
import { localObjects } from './objects';
import { openApiDocument } from './openapi';
import { refusalOf, send } from './problem';
import type { Route } from './route';
import { createRouter, failure } from './router';
import { routes as allRoutes } from './routes';
import { routes as healthRoutes } from './routes/health';
import { CLOSING } from './stream';

interface AppOptions {
  /** The table to serve; all of it unless said. */
  routes?: readonly Route[];
  /** Mounted behind the API: the dashboard's files, a simulator's pages. */
  extras?: readonly RequestHandler[];
}

export function createApp(deps: Deps, { routes = allRoutes, extras = [] }: AppOptions = {}): Express {
  const { config } = deps;
  const app = express();
  app.disable('x-powered-by');
  // One for each stream that is open.
  app.setMaxListeners(0);
  app.set('public url', config.PUBLIC_URL);
  app.set('trust proxy', trustProxy(config.TRUST_PROXY));

  app.use(requestId);
  app.use(helmet());
  app.use(cors(config.CORS_ORIGINS));
  app.use(accessLog(deps.log));
  app.use(compress);
  app.get('/api/v1/openapi.json', documentation(routes, config.PUBLIC_URL));
  app.use(docsPages(config.PUBLIC_URL));
  // Per route: authenticate → read the body → validate → verb → answer; then 405 and 404.
  app.use('/api/v1', noStore, createRouter(deps, routes));
  app.use('/objects', localObjects(deps));
  for (const extra of extras) app.use(extra);
  app.use(noStore, createRouter(deps, healthRoutes));
  app.use(answerError(deps));
  return app;
}

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

/** `false`, a number of hops, or names and addresses that Express knows: `loopback, 10.0.0.0/8`. */
function trustProxy(value: string): boolean | number | string {
  if (/^\d+$/.test(value)) return Number(value);
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

function documentation(routes: readonly Route[], publicUrl: string): RequestHandler {
  let text: string | undefined;
  return (_req, res) => {
    text ??= JSON.stringify(openApiDocument(routes, publicUrl));
    res.set('Cache-Control', 'public, max-age=300').type('json').send(text);
  };
}

function answerError(deps: Deps): ErrorRequestHandler {
  return (error, req, res, _next) => {
    const answer = failure(deps, error, req, localsOf(res).requestId);
    if (res.headersSent) res.destroy();
    else send(res, answer);
  };
}

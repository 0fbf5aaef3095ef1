/** The HTTP application: the order in which a request passes through it. */
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { trustProxies } from '../infra/client-address';
import type { Deps } from '../services/context';
import { docsPages } from './docs-pages';
import { accessLog } from './middleware/access-log';
import { compress } from './middleware/compress';
import { cors } from './middleware/cors';
import { localsOf } from './middleware/locals';
import { requestId } from './middleware/request-id';
import { localObjects } from './objects';
import { openApiDocument } from './openapi';
import { send } from './problem';
import type { Route } from './route';
import { createRouter, failure } from './router';
import { routes as allRoutes } from './routes';
import { routes as healthRoutes } from './routes/health';

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
  trustProxies(app, config.TRUST_PROXY);

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

/** The ad server: an Express app of its own process. Every address it answers stands here. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Express, type Request, type Response } from 'express';
import { BusinessError } from '../domain/errors';
import { DAY } from '../domain/time';
import { trustProxies } from '../infra/client-address';
import { forgetServers } from '../store/ad-events';
import { createCatalogue } from './catalogue';
import { createCounter } from './counter';
import { createDecider } from './decide';
import { type AdServerDeps, timing } from './deps';
import { createLeases } from './leases';
import { serveMedia } from './media';
import { answerError } from './problem';
import { serveAds } from './serve';
import { createTrackingTokens } from './tokens';
import { createTracking } from './track';
import { createTrafficFilter } from './traffic';

export interface AdServer {
  app: Express;
  /** Reads the catalogue and begins to refresh it. */
  start(): Promise<void>;
  /** After the HTTP server stopped: writes what is counted, gives leases back. */
  close(): Promise<void>;
}

export function createAdServer(deps: AdServerDeps): AdServer {
  const server = randomUUID();
  const { refreshMs } = timing(deps.timeScale);
  const catalogue = createCatalogue(deps);
  const leases = createLeases(deps, catalogue, server);
  const counter = createCounter(deps, server);
  const tokens = createTrackingTokens(deps.secrets);
  const suspicion = createTrafficFilter(deps.dataCenters);
  const tracking = createTracking({ deps, catalogue, leases, counter, tokens, suspicion });

  const app = express();
  app.disable('x-powered-by').disable('etag');
  trustProxies(app, deps.trustProxy);
  app.use((_req, res, next) => {
    res.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  // Express would answer HEAD by the routes of GET, and count what nobody sees.
  app.head('/ads/{*rest}', (_req, res) => void res.set('Allow', 'GET').sendStatus(405));
  app.get('/ads/i/:token', tracking.impression);
  app.get('/ads/serve', serveAds(deps, catalogue, tokens, createDecider(deps, catalogue, leases)));
  app.get('/ads/c/:token', tracking.click);
  app.get('/ads/k/:campaignId', tracking.conversion);
  app.get('/ads/m/:campaignId/:revision/:creativeId/:rendition', serveMedia(deps, catalogue));
  app.get('/health', (_req, res) => void res.json({ status: 'ok' }));
  app.get('/health/ready', (_req, res) => {
    const fresh = catalogue.isFresh();
    res.status(fresh ? 200 : 503).json({ status: fresh ? 'ok' : 'unavailable', catalogue: fresh });
  });
  if (deps.example) app.get('/example', showExample());
  app.use(() => {
    throw new BusinessError('NOT_FOUND');
  });
  app.use(answerError(deps));

  const loops = [
    createLoop(refreshMs, async () => {
      await catalogue.refresh();
      await leases.tidy();
    }),
    createLoop(refreshMs, () => catalogue.refreshStops()),
  ];
  return {
    app,
    async start() {
      await forgetServers(deps.db, deps.now() - DAY);
      await catalogue.refreshStops();
      await catalogue.refresh();
      for (const loop of loops) loop.start();
    },
    async close() {
      for (const loop of loops) await loop.stop();
      await counter.close();
      await leases.close();
    },
  };
}

/** Does something again and again, with a rest after each time. */
function createLoop(restMs: number, work: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  const start = () => {
    timer = setTimeout(() => {
      working = work().then(start);
    }, restMs);
  };
  return {
    start,
    async stop() {
      clearTimeout(timer);
      await working;
      clearTimeout(timer);
    },
  };
}

function showExample() {
  const page = readFileSync(path.join(__dirname, 'example.html'));
  return (_req: Request, res: Response) => void res.type('html').send(page);
}

/** What POST /campaigns is measured against: Express, a JWT, a body, a bare workflow started by update-with-start. */
import express from 'express';
import { jwtVerify } from 'jose';
import { serve } from '../../api/serve';
import { runProcess } from '../../bin/process';
import { openTemporal } from '../../infra/temporal';
import { startBare } from './life';

const YEAR_MS = 31_536_000_000;

runProcess('api', async (config) => {
  const temporal = openTemporal(config);
  const key = new TextEncoder().encode(config.JWT_SECRET);
  const app = express();
  app.post('/api/v1/campaigns', express.json(), async (req, res) => {
    const token = req.headers.authorization?.slice('Bearer '.length) ?? '';
    await jwtVerify(token, key);
    const id = await startBare(temporal.client, { endAt: Date.now() + YEAR_MS, isLocal: true });
    res.status(201).json({ id, name: req.body.name });
  });
  const serving = await serve(app, config.PORT);
  const close = () => Promise.all([serving.close(), temporal.close()]).then(() => undefined);
  return { close };
});

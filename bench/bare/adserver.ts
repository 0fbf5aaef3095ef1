/** What the ad server is measured against: a route of Express that answers a constant. */
import express from 'express';
import { serve } from '../../api/serve';
import { runProcess } from '../../bin/process';

const AD = { headline: 'Fresh bread', description: 'At seven.', call_to_action: 'Learn More' };
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

runProcess('adserver', async (config) => {
  const app = express();
  app.get('/ads/serve', (_req, res) => void res.json(AD));
  app.get('/ads/i/:token', (_req, res) => void res.type('image/gif').send(PIXEL));
  return serve(app, config.ADSERVER_PORT);
});

/** The ad server process: decides and counts the ads of the house channel. */
import { readFile } from 'node:fs/promises';
import { openStorage } from '../adapters/storage';
import { createAdServer } from '../adserver/app';
import { DATA_CENTERS } from '../adserver/traffic';
import { serve } from '../api/serve';
import type { ConfigOf } from '../infra/config';
import { databaseOptions, openDatabase } from '../infra/database';
import { runProcess } from './process';

/** Of a media URL; a browser follows it at once. */
const MEDIA_SECONDS = 600;

runProcess('adserver', async (config, log) => {
  const db = openDatabase(databaseOptions(config));
  const storage = openStorage(config, Date.now);
  const server = createAdServer({
    db,
    log,
    now: Date.now,
    random: Math.random,
    secrets: [config.TRACKING_SECRET, ...config.TRACKING_PREVIOUS_SECRETS],
    url: config.ADSERVER_URL,
    mediaUrl: (key) => storage.downloadUrl(key, MEDIA_SECONDS),
    trustProxy: config.TRUST_PROXY,
    timeScale: config.ADFLIGHT_TIME_SCALE,
    dataCenters: await dataCenters(config),
    example: config.NODE_ENV !== 'production',
  });
  await server.start();
  const serving = await serve(server.app, config.ADSERVER_PORT);
  return {
    async close() {
      await serving.close();
      await server.close();
      await db.$disconnect();
    },
  };
});

/** One network (CIDR) a line; what follows a # is a comment. */
async function dataCenters({ DATA_CENTER_LIST }: ConfigOf<'adserver'>): Promise<readonly string[]> {
  if (!DATA_CENTER_LIST) return DATA_CENTERS;
  const lines = (await readFile(DATA_CENTER_LIST, 'utf8')).split('\n');
  return lines.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
}

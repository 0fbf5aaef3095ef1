/** The API process: HTTP in front of the use cases. */
import { readInbox } from '../adapters/mail/inbox';
import { createApp } from '../api/app';
import { warm } from '../api/cached';
import { inboxPage } from '../api/inbox-page';
import { routes } from '../api/routes';
import { serve } from '../api/serve';
import { openDeps } from './deps';
import { runProcess } from './process';

runProcess('api', async (config, log) => {
  const { deps, connected, close } = openDeps(config, log);
  await connected;
  await warm(deps, routes);
  const shows = config.DEV_INBOX && config.NODE_ENV !== 'production';
  const extras = shows ? [inboxPage(() => readInbox(config.MAIL_DIR, 100))] : [];
  const serving = await serve(createApp(deps, { extras }), config.PORT);
  return {
    async close() {
      await serving.close();
      await close();
    },
  };
});

/** The API process: HTTP in front of the use cases. */
import { createApp, serve } from '../api/app';
import { openDeps } from './deps';
import { runProcess } from './process';

runProcess('api', async (config, log) => {
  const { deps, close } = openDeps(config, log);
  const serving = await serve(createApp(deps), config.PORT);
  return {
    async close() {
      await serving.close();
      await close();
    },
  };
});

/** `npm run build`: the bundle of workflows that a production worker starts with, without webpack. */
import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUNDLE, WORKFLOWS } from '../worker/worker';

bundleWorkflowCode(WORKFLOWS)
  .then(async ({ code }) => {
    await writeFile(BUNDLE, code);
    console.log(`workflows/bundle.js: ${Math.round(code.length / 1024)} KB`);
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });

/** `npm start`: Adflight on this machine until Ctrl-C. */
import path from 'node:path';
import { INBOX_PATH } from '../api/inbox-page';
import { dataFolder } from './system/running';
import { type System, startSystem } from './system/system';

const say = (line: string) => console.log(`  ${line}`);

async function main(): Promise<void> {
  const dataDir = dataFolder(process.env);
  const begun = Date.now();
  let up = false;
  const ending = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // Every part is killed when we are gone: so a second signal, or a start that takes too long, may just leave.
        if (ending.signal.aborted) process.exit(130);
        ending.abort(new Error('stopped before it was up'));
        setTimeout(() => process.exit(130), up ? 60_000 : 5_000).unref();
        resolve();
      });
    }
  });
  console.log('Adflight is starting');
  const system = await startSystem({ dataDir, given: process.env, say, signal: ending.signal });
  up = true;
  if (!ending.signal.aborted) console.log(table(system, (Date.now() - begun) / 1000));
  await asked;
  console.log('stopping');
  await system.stop();
}

function table({ env, ports, admin, logDir }: System, seconds: number): string {
  const password = process.env.ADMIN_PASSWORD ? '(yours)' : admin.password;
  const rows = [
    ['API', `${env.PUBLIC_URL}/api/v1`],
    ['API document', `${env.PUBLIC_URL}/docs/api`],
    ['Ad server', `${env.ADSERVER_URL}`],
    ['Temporal UI', env.TEMPORAL_UI_URL ?? '(see your cluster)'],
    ['Stripe', ports.stripe ? `${env.STRIPE_API_URL} (simulated; checkout pages stand there)` : 'yours'],
    ...(env.DEV_INBOX === 'true'
      ? [['Inbox', `${env.PUBLIC_URL}${INBOX_PATH} (mails and SMS, sent to nobody)`]]
      : []),
    ['Admin sign-in', `${admin.email}  ${password}`],
    ['Logs', path.relative(process.cwd(), logDir) || logDir],
  ];
  const lines = rows.map(([name, value]) => `  ${name?.padEnd(14)} ${value}`);
  return `\nAdflight is up after ${seconds.toFixed(1)} s; Ctrl-C stops it.\n\n${lines.join('\n')}\n`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

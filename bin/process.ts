/** What every process of ours has in common: configuration, a log, readiness told to whoever started it, an orderly end. */
import { type ConfigOf, loadConfigOf, type ProcessName } from '../infra/config';
import { createLogger, type Logger } from '../infra/log';

export interface Running {
  close(): Promise<void>;
}

/** In which everything that runs must end after SIGTERM; whoever stops us waits a little longer. */
const END_WITHIN_MS = 20_000;

/** Runs until SIGTERM or SIGINT; ends with 1 when it cannot start, or when something unforeseen was thrown. */
export function runProcess<Name extends Exclude<ProcessName, 'admin'>>(
  name: Name,
  start: (config: ConfigOf<Name>, log: Logger) => Promise<Running>,
): void {
  let config: ConfigOf<Name>;
  try {
    config = loadConfigOf(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  // What we write (mails kept here, files, uploads) is for this user alone.
  process.umask(0o077);
  const log = createLogger(name, config.LOG_LEVEL);
  const fail = (error: unknown) => {
    log.fatal({ err: error }, `${name} failed`);
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const running = start(config, log);
  running.then(() => {
    log.info({ node: process.version, timeScale: config.ADFLIGHT_TIME_SCALE }, 'ready');
    process.send?.('ready');
  }, fail);

  let ending = false;
  const end = (reason: string) => {
    if (ending) return;
    ending = true;
    log.info({ reason }, 'ending');
    setTimeout(() => fail(new Error('it did not end in time')), END_WITHIN_MS).unref();
    running.then((it) => it.close()).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
}

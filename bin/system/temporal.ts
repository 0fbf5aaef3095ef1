/** A Temporal dev server with its Web UI on a database file. */
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { searchAttributes } from '../../contracts/search-attributes';
import { privateFolder } from '../../infra/private-files';
import { type Child, startChild } from './child';

/** The server's own default is 24 hours: too short for a person who looks at last week's campaign. */
const RETENTION_SECONDS = 90 * 86_400;

/** As the CLI writes them. */
const TYPES = { KEYWORD: 'Keyword', DATETIME: 'Datetime' } as const;

export interface TemporalOptions {
  /** Of the CLI. */
  executable: string;
  port: number;
  uiPort: number;
  /** Where its histories are kept; in memory when left out. */
  databaseFile?: string;
  namespace?: string;
}

/** @throws with the server's last words when it does not answer within 30 s. */
export async function startTemporal(options: TemporalOptions): Promise<Child> {
  const { executable, port, uiPort, databaseFile, namespace = 'default' } = options;
  const kept = ['journal_mode=wal', 'synchronous=normal'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  if (databaseFile) await privateFolder(path.dirname(databaseFile));
  const words: string[] = [];
  const child = await startChild({
    name: 'Temporal',
    command: executable,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error'],
      ...['--port', String(port), '--ui-port', String(uiPort), '--namespace', namespace],
      ...(databaseFile ? ['--db-filename', databaseFile, ...kept] : []),
      ...['--dynamic-config-value', 'matching.useNewMatcher=true'],
      ...['--dynamic-config-value', 'matching.enableFairness=true'],
      // What a worker registers by itself may be unknown to a running server for a minute: its campaigns' tasks would fail.
      ...Object.values(searchAttributes).flatMap(({ name, type }) => [
        '--search-attribute',
        `${name}=${TYPES[type]}`,
      ]),
      // So they need not be read anew at every use, as the CLI would have it.
      ...['--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=false'],
    ],
    onLine: (line) => {
      words.push(line);
      if (words.length > 20) words.shift();
    },
  });
  const address = `127.0.0.1:${port}`;
  const outcome = await Promise.race([
    prepare(address, namespace).then(
      () => 'ready',
      (error: unknown) => String(error),
    ),
    child.ended,
  ]);
  if (outcome !== 'ready') {
    await child.kill();
    throw new Error(`Temporal did not start (${outcome}):\n  ${words.join('\n  ')}`);
  }
  return child;
}

/** Waits until it answers, and sets the retention of the namespace. */
async function prepare(address: string, namespace: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const connection = Connection.lazy({ address });
    try {
      await connection.withDeadline(Date.now() + 2_000, () =>
        connection.workflowService.updateNamespace({
          namespace,
          config: { workflowExecutionRetentionTtl: { seconds: RETENTION_SECONDS } as never },
        }),
      );
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await connection.close();
    }
  }
}

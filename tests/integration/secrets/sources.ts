/** Everything that the system leaves behind, as text: log lines, tables, workflow histories, measurements. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { Client as Postgres } from 'pg';

/** All lines of all our processes. */
export function logsOf(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.includes('.log'));
  return files.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
}

/** Every row of every table of every schema that is ours, by table; `url` is the owner's. */
export async function dumpOf(url: string): Promise<Map<string, string>> {
  const client = new Postgres({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const dump = new Map<string, string>();
    for (const { name } of rows) {
      const found = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`);
      dump.set(name, found.rows.map(({ row }) => row).join('\n'));
    }
    return dump;
  } finally {
    await client.end();
  }
}

/** Every event of every workflow, with what its payloads say. */
export async function historiesOf(client: Client): Promise<string> {
  const texts: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const plain = temporal.api.history.v1.History.toObject(
      temporal.api.history.v1.History.fromObject(history),
      { longs: String, enums: String },
    );
    texts.push(
      JSON.stringify(plain, (_name, value: unknown) =>
        isBytes(value) ? Buffer.from(value.data).toString('utf8') : value,
      ),
    );
  }
  return texts.join('\n');
}

/** As `toJSON` of a Buffer leaves it. */
function isBytes(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}

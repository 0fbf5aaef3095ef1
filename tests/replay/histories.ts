/** Histories as they are kept: a file a scenario, with every run of its chain. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { version } from '../../package.json';

const { History } = temporal.api.history.v1;
export type History = temporal.api.history.v1.IHistory;

const folder = path.join(__dirname, 'histories');
/** `0.1` of 0.1.7: within it, a changed workflow may need new recordings. */
const release = version.split('.').slice(0, 2).join('.');

/** All runs of a workflow, the first one first. */
export async function fetchRuns({ client }: TestWorkflowEnvironment, workflowId: string): Promise<History[]> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const runs: History[] = [];
  for (let runId = raw.workflowExecutionInfo?.firstRunId; runId; ) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.push(history);
    const last = history.events?.at(-1);
    runId = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}

/** How often activities of each type were scheduled. */
export function scheduledIn(runs: History[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { events } of runs) {
    for (const event of events ?? []) {
      const name = event.activityTaskScheduledEventAttributes?.activityType?.name;
      if (name) counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return counts;
}

/** The recordings: file name, scenario, and the runs as they were written. */
export function readRecordings(): { file: string; scenario: string; runs: History[] }[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => ({
    file,
    scenario: file.slice(file.indexOf('-') + 1, -'.json'.length),
    runs: (JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object[]).map((run) =>
      History.fromObject(run),
    ),
  }));
}

/**
 * Writes a recording where `RECORD_HISTORIES` names the scenario or says `all`.
 * An older one of this release stays unless `OVERWRITE=1`.
 */
export function record(scenario: string, runs: History[]): void {
  const { RECORD_HISTORIES, OVERWRITE } = process.env;
  if (RECORD_HISTORIES !== 'all' && RECORD_HISTORIES !== scenario) return;
  const plain = { longs: String, enums: String, bytes: String };
  const lines = runs.map((run) => JSON.stringify(History.toObject(History.fromObject(run), plain)));
  // Process numbers and file paths are of one machine.
  const text = `[\n${lines.join(',\n')}\n]\n`
    .replace(/"identity":"[^"]*"/g, '"identity":"recorder"')
    .replace(/"stackTrace":"(?:[^"\\]|\\.)*"/g, '"stackTrace":""');
  writeFileSync(path.join(folder, `${release}-${scenario}.json`), text, {
    flag: OVERWRITE === '1' ? 'w' : 'wx',
  });
}

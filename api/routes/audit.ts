/** The audit log, for admins: by page, and whole as a file. */
import { stringify } from 'csv-stringify/sync';
import { AuditEntries, AuditEntryAnswer, AuditExportQuery, presentAuditEntry } from '../../schemas/audit';
import { exportAudit, searchAudit } from '../../services/audit-log/read';
import { noteUnreadable, presentList } from '../lists';
import { type Route, route, type Showing } from '../route';
import { NDJSON, TextStream } from '../stream';

const tag = 'Audit';
const columns = Object.keys(AuditEntryAnswer.shape);

type Batches = Awaited<ReturnType<typeof exportAudit.call>>;
type Row = Parameters<typeof presentAuditEntry>[0];

/** An entry that cannot be shown has its place in the file: its id, and that it is unreadable. */
function lineOf(
  row: Row,
  showing: Showing,
): ReturnType<typeof presentAuditEntry> | { id: string; unreadable: true } {
  try {
    return presentAuditEntry(row);
  } catch (error) {
    const id = String(row.id);
    noteUnreadable(showing, id, error);
    return { id, unreadable: true };
  }
}

async function* ndjson(batches: Batches, showing: Showing): AsyncGenerator<string, void> {
  for await (const rows of batches) {
    yield rows.map((row) => `${JSON.stringify(lineOf(row, showing))}\n`).join('');
  }
}

/** A cell that a spreadsheet would run as a formula gets a quote in front. */
async function* csv(batches: Batches, showing: Showing): AsyncGenerator<string, void> {
  yield stringify([columns]);
  for await (const rows of batches) {
    const lines = rows.map((row) => {
      const line = lineOf(row, showing);
      if ('unreadable' in line) return { id: line.id, action: 'unreadable' };
      const { before, after, ...entry } = line;
      return { ...entry, before: JSON.stringify(before), after: JSON.stringify(after) };
    });
    yield stringify(lines, { columns, escape_formulas: true });
  }
}

function filterOf(query: {
  actor_kind?: string | undefined;
  actor_id?: string | undefined;
  target_kind?: string | undefined;
  target_id?: string | undefined;
  request_id?: string | undefined;
}) {
  return {
    actorKind: query.actor_kind,
    actorId: query.actor_id,
    targetKind: query.target_kind,
    targetId: query.target_id,
    requestId: query.request_id,
  };
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/admin/audit',
    summary: 'Search the audit log by actor, action, target, request and time',
    tag,
    query: AuditEntries.Query,
    verb: searchAudit,
    input: ({ query }) => {
      const { offset, limit, sort, cursor, action, from, to } = query;
      return { offset, limit, sort, cursor, action, from, to, ...filterOf(query) };
    },
    status: 200,
    answer: AuditEntries.Answer,
    present: presentList(presentAuditEntry),
    errors: [],
  }),
  route({
    method: 'get',
    path: '/admin/audit/export',
    summary: 'Take the audit log away, oldest first, as lines of JSON; `format=csv` answers text/csv',
    tag,
    query: AuditExportQuery,
    verb: exportAudit,
    input: ({ query }) => ({
      action: query.action,
      from: query.from,
      to: query.to,
      ...filterOf(query),
    }),
    status: 200,
    contentType: NDJSON,
    otherType: 'text/csv',
    present: (batches, { query: { format } }, showing) =>
      new TextStream(format === 'csv' ? csv(batches, showing) : ndjson(batches, showing)),
    headers: {
      'Content-Type': (_batches, { query: { format } }) =>
        format === 'csv' ? 'text/csv; charset=utf-8' : undefined,
      'Content-Disposition': (_batches, { query: { format } }) => `attachment; filename="audit.${format}"`,
    },
    errors: [],
  }),
];

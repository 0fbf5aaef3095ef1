/** Admins search the audit log, and take it away whole or in part. */
import type { AuditEntry } from '../../prisma/generated/client';
import type { Allowed } from '../context';
import { literally, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';

export interface AuditFilter {
  actorKind?: string | undefined;
  actorId?: string | undefined;
  /** Exact, or a beginning with a star. */
  action?: string | undefined;
  targetKind?: string | undefined;
  targetId?: string | undefined;
  requestId?: string | undefined;
  /** ISO 8601: not before `from`, and before `to`. */
  from?: string | undefined;
  to?: string | undefined;
}

function whereOf({ action, from, to, ...equal }: AuditFilter) {
  const given = Object.entries(equal).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(action !== undefined && {
      action: action.endsWith('*') ? { startsWith: literally(action.slice(0, -1)) } : action,
    }),
    at: {
      ...(from !== undefined && { gte: new Date(from) }),
      ...(to !== undefined && { lt: new Date(to) }),
    },
  };
}

export const searchAudit = verb<AuditFilter & PageInput, Page<AuditEntry>>(
  'audit.read',
  ({ db }, { offset, limit, sort, cursor, ...filter }) =>
    readPage(
      { offset, limit, sort, cursor },
      {
        orders: { at: { at: 'time', id: 'bigint' } },
        where: whereOf(filter),
        find: (slice) => db.auditEntry.findMany(slice),
        count: (slice) => db.auditEntry.count(slice),
      },
    ),
);

/** In the order of writing, so many at a time: the log does not fit into memory. */
export const exportAudit = verb<AuditFilter, AsyncIterable<AuditEntry[]>>('audit.read', async (ctx, filter) =>
  batches(ctx, filter),
);

const BATCH = 1_000;

async function* batches({ db }: Allowed, filter: AuditFilter): AsyncGenerator<AuditEntry[], void> {
  for (let after = 0n; ; ) {
    const where = { AND: [whereOf(filter), { id: { gt: after } }] };
    const rows = await db.auditEntry.findMany({ where, orderBy: { id: 'asc' }, take: BATCH });
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}

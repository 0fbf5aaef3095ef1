/** What admins do to placements. One that served an ad is never deleted: it is switched off. */
import { BusinessError } from '../../domain/errors';
import type { Placement } from '../../prisma/generated/client';
import { classify, inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';
import { expectVersion } from '../versions';
import { auditedPlacement, type PlacementView, toPlacement } from './placement';

type NewPlacement = Omit<Placement, 'createdAt' | 'version'>;
type Changes = { [K in keyof Omit<NewPlacement, 'id'>]?: NewPlacement[K] };

/** @throws CONFLICT when the id is taken. */
export const createPlacement = verb<NewPlacement, PlacementView>(
  'placements.manage',
  async (ctx, placement) => {
    try {
      return await inTransaction(ctx.db, async (tx) => {
        const row = await tx.placement.create({ data: { ...placement, createdAt: new Date(ctx.now()) } });
        const after = auditedPlacement(row);
        await audit(tx, ctx, {
          action: 'placement.created',
          target: { kind: 'placement', id: row.id },
          after,
        });
        return toPlacement(row, ctx.config);
      });
    } catch (error) {
      if (classify(error).kind !== 'unique') throw error;
      throw new BusinessError('CONFLICT', { detail: 'A placement with this id exists.' });
    }
  },
);

export const listPlacements = verb<PageInput, Page<PlacementView>>(
  'placements.manage',
  async ({ db, config }, page) => {
    const rows = await readPage(page, {
      orders: { id: { id: 'text' }, created_at: { createdAt: 'time', id: 'text' } },
      where: {},
      find: (slice) => db.placement.findMany(slice),
      count: (slice) => db.placement.count(slice),
    });
    return mapPage(rows, (row) => toPlacement(row, config));
  },
);

/** @throws NOT_FOUND */
export const getPlacement = verb<{ id: string }, PlacementView>(
  'placements.manage',
  async ({ db, config }, { id }) => {
    const row = await db.placement.findUnique({ where: { id } });
    if (!row) throw new BusinessError('NOT_FOUND');
    return toPlacement(row, config);
  },
);

interface Edit {
  id: string;
  changes: Changes;
  /** The caller's If-Match. */
  expectedVersion: number | null;
}

/** Ad servers follow within a second. @throws NOT_FOUND; VERSION_CONFLICT; VALIDATION_FAILED for a state without its country. */
export const editPlacement = verb<Edit, PlacementView>(
  'placements.manage',
  (ctx, { id, changes, expectedVersion }) =>
    inTransaction(ctx.db, async (tx) => {
      await tx.$queryRaw`SELECT 1 AS locked FROM placements WHERE id = ${id} FOR UPDATE`;
      const before = await tx.placement.findUnique({ where: { id } });
      if (!before) throw new BusinessError('NOT_FOUND');
      expectVersion(expectedVersion, before.version);
      const { country, state } = { ...before, ...changes };
      if (state !== null && country === null) {
        const errors = [{ path: '/country', message: 'A state needs its country.' }];
        throw new BusinessError('VALIDATION_FAILED', { errors });
      }
      const row = await tx.placement.update({ where: { id }, data: changes });
      await audit(tx, ctx, {
        action: 'placement.edited',
        target: { kind: 'placement', id },
        before: auditedPlacement(before),
        after: auditedPlacement(row),
      });
      return toPlacement(row, ctx.config);
    }),
);

/** Users as staff reads them. */
import { BusinessError } from '../../domain/errors';
import type { Role } from '../../domain/permissions';
import { verb } from '../verb';
import { toUser, type User } from './user';

interface UserFilter {
  role: Role | undefined;
  isActive: boolean | undefined;
  email: string | undefined;
  offset: number;
  limit: number;
}

export interface Page<Item> {
  items: Item[];
  total: number;
  offset: number;
  limit: number;
}

/** Newest first. */
export const listUsers = verb<UserFilter, Page<User>>('users.view', async ({ db }, filter) => {
  const { role, isActive, email, offset, limit } = filter;
  const where = {
    ...(role !== undefined && { role }),
    ...(isActive !== undefined && { isActive }),
    ...(email !== undefined && { email }),
  };
  const [rows, total] = await Promise.all([
    db.user.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], skip: offset, take: limit }),
    db.user.count({ where }),
  ]);
  return { items: rows.map(toUser), total, offset, limit };
});

export const getUser = verb<{ id: string }, User>('users.view', async ({ db }, { id }) => {
  const user = await db.user.findUnique({ where: { id } });
  if (!user) throw new BusinessError('NOT_FOUND');
  return toUser(user);
});

/** Users as staff reads them. */
import { BusinessError } from '../../domain/errors';
import type { Role } from '../../domain/permissions';
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';
import { toUser, type User } from './user';

interface UserFilter extends PageInput {
  role: Role | undefined;
  isActive: boolean | undefined;
  email: string | undefined;
}

export const listUsers = verb<UserFilter, Page<User>>(
  'users.view',
  async ({ db }, { role, isActive, email, ...page }) => {
    const rows = await readPage(page, {
      orders: {
        created_at: { createdAt: 'time', id: 'uuid' },
        full_name: { fullName: 'text', id: 'uuid' },
      },
      where: {
        ...(role !== undefined && { role }),
        ...(isActive !== undefined && { isActive }),
        ...(email !== undefined && { email }),
      },
      find: (slice) => db.user.findMany(slice),
      count: (slice) => db.user.count(slice),
    });
    return mapPage(rows, toUser);
  },
);

export const getUser = verb<{ id: string }, User>('users.view', async ({ db }, { id }) => {
  const user = await db.user.findUnique({ where: { id } });
  if (!user) throw new BusinessError('NOT_FOUND');
  return toUser(user);
});

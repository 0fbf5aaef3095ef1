/** A user as use cases return him: never with his password's hash. */
import { z } from 'zod';
import { roles } from '../../domain/permissions';

const User = z.object({
  id: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  fullName: z.string(),
  role: z.enum(roles),
  plan: z.string(),
  isActive: z.boolean(),
  /** Null: nobody has proved yet that the email is his. */
  emailVerifiedAt: z.date().nullable(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type User = z.output<typeof User>;

/** Reads a row of `users`; drops what nobody may see. */
export function toUser(row: unknown): User {
  return User.parse(row);
}

/** Before the projects that need it: one PostgreSQL server for the whole run. */
import { databaseServer } from '../integration/parts';

export default async function setUp(): Promise<void> {
  if (process.env.TEST_DATABASE_SERVER) return;
  const server = await databaseServer();
  process.env.TEST_DATABASE_SERVER = server.url;
  Object.assign(globalThis, { stopTestDatabase: server.close });
}

/** An ad server as a process of its own, for tests that kill it: prints its address. */
import { openDatabase } from '../../infra/database';
import { adServer } from './house';

const [url = '', secret = ''] = [process.env.CHILD_DATABASE, process.env.CHILD_SECRET];
const db = openDatabase({ url, pool: 5, statementTimeoutMs: 10_000 });
adServer(db, { secrets: [secret] }).then(
  (server) => console.log(server.url),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

/** What the standard life of a campaign costs in Temporal, event by event, on a real server and a real database. */
import { connect } from 'node:net';
import { inviteCast } from '../../bench/life/cast';
import { countEvents } from '../../bench/life/event-table';
import { watchLives } from '../../bench/life/watched-life';
import { freshDatabase, temporalServer } from './parts';

test('x', async () => {
  const [database, server] = await Promise.all([freshDatabase(), temporalServer()]);
  try {
    const lives = await watchLives({ databaseUrl: database.url, temporalAddress: server.address }, [
      { startsIn: null, lasts: 29 },
      { startsIn: 5, lasts: 29 },
    ]);
    for (const life of lives) {
      console.log(
        JSON.stringify(countEvents(life.events), null, 0).replaceAll('},', '},\n'),
        life.transitions,
        life.idle,
      );
    }
  } finally {
    await server.close();
    await database.close();
  }
}, 200_000);

/** The parts that every other integration test stands on. */
import { freshDatabase, s3Server, stripeMock, temporalServer } from './parts';

jest.setTimeout(120_000);

test('each test has a migrated, empty database of its own', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  try {
    expect(one.url).not.toBe(two.url);
    expect(await one.db.user.count()).toBe(0);
    expect(await one.db.$queryRaw`SELECT current_user::text AS role`).toEqual([{ role: 'adflight_app' }]);
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
});

test('the outside parts start, answer and leave', async () => {
  const parts = await Promise.all([temporalServer(), s3Server(), stripeMock()]);
  const [temporal, s3, stripe] = parts;
  try {
    expect((await fetch(temporal.uiUrl)).status).toBe(200);
    // A gateway that answered unsigned requests would prove nothing.
    expect((await fetch(`${s3.endpoint}/${s3.bucket}`)).status).toBe(403);
    expect((await fetch(`${stripe.url}/v1/charges`)).status).toBe(401);
  } finally {
    await Promise.all(parts.map((part) => part.close()));
  }
  await expect(fetch(stripe.url)).rejects.toThrow();
});

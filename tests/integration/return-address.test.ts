/** Where a buyer comes back to from a checkout: pages of ours alone. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '../../services/context';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: Deps & { close(): Promise<void> };
let api: Api;
let token: string;
beforeAll(async () => {
  database = await freshDatabase();
  const { config } = testDeps(database.db);
  const CORS_ORIGINS = ['https://app.example', 'https://xn--e1afmkfd.xn--p1ai'];
  deps = testDeps(database.db, {
    config: { ...config, CORS_ORIGINS },
  });
  api = await startApi(deps);
  ({ token } = await api.signIn());
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

const ask = (fields: Record<string, string>) =>
  api.call('POST', '/payment/create-checkout-session', {
    token,
    body: { campaign_id: randomUUID(), ...fields },
    headers: { 'Idempotency-Key': randomUUID() },
  });

describe.each(['success_url', 'cancel_url'])('%s', (name) => {
  test.each([
    'https://evil.example/thanks',
    'https://app.example.evil.example/',
    'http://localhost:8443/',
    'https://localhost:3000/',
    'https://evil.example/https://app.example/',
    'https://app.example@evil.example/',
    'https:user@app.example/',
    'https://evil.example\\.app.example/',
  ])('may not lead to %s', async (address) => {
    const { status, body } = await ask({ [name]: address });
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'VALIDATION_FAILED', `/${name}`]);
  });

  // The campaign is nobody's: what comes after the addresses says so.
  test.each([
    'http://localhost:3000/campaigns/1?paid={CHECKOUT_SESSION_ID}',
    'HTTPS://APP.example:443/',
    'https://app.example/thanks',
    'https://пример.рф/спасибо',
  ])('may lead to %s', async (address) => {
    expect((await ask({ [name]: address })).body.code).toBe('NOT_FOUND');
  });
});

/** Requests that do something, by operation and by who may make them. */
import { accountsExamples } from './accounts';
import { advertisersExamples, reviewersExamples } from './campaigns';
import { bytes, type Example, type Examples, json, on } from './example';
import type { FuzzUser, Stage } from './stage';

export async function examplesFor(stage: Stage, user: FuzzUser): Promise<Examples> {
  if (user !== 'admin') return { ...(await advertisersExamples(stage)), ...(await accountsExamples(stage)) };
  return { ...(await reviewersExamples(stage)), ...(await adminsExamples(stage)) };
}

async function adminsExamples({ driver, person, db }: Stage): Promise<Examples> {
  const { token } = await person('admin');
  const promo = { code: 'FUZZED-ONE', percent: '12.50' };
  await driver.call('POST', '/admin/promo-codes', { token, body: promo });
  const area = { country: 'FR', state: 'ZZ' };
  const values = { name: 'Nowhere', population: 1, area_km2: '1.000' };
  await driver.call('PUT', '/admin/geodata/FR/ZZ', { token, body: values });
  const secured = await driver.register();
  await db.secondFactor.create({ data: { userId: secured.id, secret: 'sealed', confirmedAt: new Date() } });
  return {
    'POST /auth/provision': json({ user_id: 'p-1', email: 'partner@fuzz.example', email_verified: true }),
    'POST /admin/promo-codes': json({ code: 'FUZZED-TWO', percent: '10.00' }),
    'POST /admin/promo-codes/{code}/disable': { path_parameters: { code: promo.code } },
    'DELETE /admin/geodata/{country}/{state}': { path_parameters: area },
    'DELETE /users/{id}/totp': on(secured.id),
    ...Object.fromEntries(
      await Promise.all(['pricing-matrix', 'geodata'].map((table) => importOf(driver, token, table))),
    ),
  };
}

/** What is exported can be imported. */
async function importOf(
  { call }: Stage['driver'],
  token: string,
  table: string,
): Promise<readonly [string, Example]> {
  const { text } = await call('GET', `/admin/${table}/csv`, { token });
  return [`POST /admin/${table}/csv`, { body: bytes(text), media_type: 'text/csv' }];
}

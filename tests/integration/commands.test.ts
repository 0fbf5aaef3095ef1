/** The commands that the documents name, run as a person would. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freshDatabase, temporalServer } from './parts';

const root = path.resolve(__dirname, '../..');
const run = promisify(execFile);

/** What a command printed, and with which code it ended. */
async function command(
  env: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: number; stdout: string; output: string }> {
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024 };
  return run(process.execPath, ['bin/bootstrap.mjs', ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      stdout: error.stdout,
      output: error.stdout + error.stderr,
    }),
  );
}

describe.each([
  ['api', ['JWT_PREVIOUS_SECRETS.0', 'JWT_SECRET, TRACKING_SECRET', 'PUBLIC_URL', 'TRUST_PROXY']],
  ['worker', ['JWT_PREVIOUS_SECRETS.0', 'PUBLIC_URL', 'SMTP_URL']],
  ['adserver', ['JWT_PREVIOUS_SECRETS.0', 'JWT_SECRET, TRACKING_SECRET', 'PUBLIC_URL', 'TRUST_PROXY']],
])('bin/%s.ts', (name, wrong) => {
  test('ends with one list of all that production refuses, and without a value', async () => {
    const shared = 'one secret of two variables, thirty-two characters';
    const env = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgresql://127.0.0.1:1/none',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      JWT_SECRET: shared,
      JWT_PREVIOUS_SECRETS: 'summer',
      TRACKING_SECRET: shared,
      ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      STRIPE_SECRET_KEY: 'sk_test_123',
      STRIPE_WEBHOOK_SECRET: 'whsec_test_123',
      ADSERVER_URL: 'https://ads.example',
      TRUST_PROXY: 'true',
    };
    const args = ['--import', 'tsx', `bin/${name}.ts`];
    const ended = await run(process.execPath, args, {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
    }).then(
      () => ({ code: 0, stderr: '' }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
    );
    expect(ended.code).toBe(1);
    for (const variable of wrong) expect(ended.stderr).toContain(`\n  ${variable}: `);
    expect(ended.stderr).toContain(`${wrong.length} problem(s)`);
    expect(ended.stderr).not.toMatch(/summer|one secret of two/);
  }, 60_000);
});

describe('npm run ops', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let temporal: Awaited<ReturnType<typeof temporalServer>>;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    [database, temporal] = await Promise.all([freshDatabase(), temporalServer()]);
    env = {
      ADFLIGHT_DATA: path.join(root, '.data/none'),
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      JWT_SECRET: 'j'.repeat(32),
      TRACKING_SECRET: 't'.repeat(32),
      ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      STRIPE_SECRET_KEY: 'sk_test_123',
      STRIPE_WEBHOOK_SECRET: 'whsec_test_123',
    };
  }, 60_000);
  afterAll(() => Promise.all([database.close(), temporal.close()]));

  test('ledger finds no contradiction in empty books', async () => {
    expect(await command(env, 'ops', 'ledger')).toMatchObject({
      code: 0,
      output: expect.stringContaining('0 contradictions'),
    });
  }, 30_000);

  test('stuck compares rows with workflows', async () => {
    expect(await command(env, 'ops', 'stuck')).toMatchObject({
      code: 0,
      output: expect.stringContaining('0 open rows, 0 open workflows'),
    });
  }, 30_000);

  test('reproject of a campaign that is not there fails, and says so', async () => {
    const { code, output } = await command(env, 'ops', 'reproject', '00000000-0000-4000-8000-000000000000');
    expect([code, output]).toEqual([1, expect.stringMatching(/failed: .*not found/i)]);
  }, 30_000);

  test('an unknown command lists the known ones', async () => {
    expect(await command(env, 'ops', 'dance')).toMatchObject({
      code: 1,
      output: expect.stringContaining('stop-account USER'),
    });
  }, 30_000);

  test('a wrong configuration is told as a whole, without a value', async () => {
    const { code, output } = await command(
      { ...env, JWT_SECRET: 'short', RATE_LIMIT_SCALE: 'none' },
      'ops',
      'ledger',
    );
    expect(code).toBe(1);
    expect(output).toMatch(/2 problem\(s\)[\s\S]*JWT_SECRET[\s\S]*RATE_LIMIT_SCALE/);
    expect(output).not.toContain('short');
  }, 30_000);
});

test('npm run demo lives a campaign from quote to report, and proves it', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-demo-'));
  try {
    const { code, output } = await command({ ADFLIGHT_DATA: folder }, 'demo');
    expect([code, output]).toEqual([0, expect.stringMatching(/20 steps, 12 of 12 proofs/)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 240_000);

test('npm run bench prints figures as JSON, and refuses a group that it does not know', async () => {
  const { code, output } = await command({}, 'bench', 'dance');
  expect([code, output]).toEqual([1, expect.stringContaining('there is no group dance')]);
  const measured = await command({}, 'bench', 'ledger', '--rounds', '1', '--json');
  expect(measured.code).toBe(0);
  expect(JSON.parse(measured.stdout)).toMatchObject(
    Object.fromEntries(
      ['ledger.postings.ratio', 'ledger.postings.ours'].map((name) => [
        name,
        { value: expect.any(Number), unit: expect.any(String) },
      ]),
    ),
  );
}, 180_000);

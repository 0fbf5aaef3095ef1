/** `npm start` as a person meets it: a process, its table, Ctrl-C, a crash, a second copy. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from '../../bin/system/child';
import { variables } from '../../infra/config';

jest.setTimeout(180_000);

const root = path.resolve(__dirname, '../..');
const begun: Copy[] = [];
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'adflight-start-'));
});

afterAll(async () => {
  await Promise.all(begun.map(({ child }) => child.kill()));
  await rm(dataDir, { recursive: true, force: true });
});

interface Copy {
  child: Child;
  lines: string[];
}

/** Runs until its table is there, or it has ended. */
async function start(port = 23_000): Promise<Copy> {
  const lines: string[] = [];
  const child = await startChild({
    name: 'start',
    command: process.execPath,
    args: [path.join(root, 'bin/bootstrap.mjs'), 'start'],
    env: {
      ...process.env,
      ADFLIGHT_DATA: dataDir,
      PORT: String(port),
      ADSERVER_PORT: '23500',
      NODE_ENV: '',
      A_TOKEN_OF_OTHERS: 'theirs',
    },
    stopSignal: 'SIGINT',
    graceMs: 40_000,
    onLine: (line) => lines.push(line),
  });
  const copy = { child, lines };
  begun.push(copy);
  let ended = false;
  void child.ended.then(() => {
    ended = true;
  });
  while (!ended && !lines.some((line) => line.includes('Logs'))) await sleep(50);
  return copy;
}

const row = ({ lines }: Copy, name: string) =>
  lines
    .find((line) => line.trimStart().startsWith(`${name} `))
    ?.trim()
    .slice(name.length)
    .trim() ?? '';

/** Of every process that was given our data folder: what is left of a copy of Adflight, but for its Temporal and Postgres. */
function processes(): { pid: number; command: string }[] {
  if (!existsSync('/proc/self/environ')) {
    const listed = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
    return listed
      .filter((line) => line.includes(dataDir))
      .map((line) => ({ pid: Number.parseInt(line, 10), command: line }));
  }
  const read = (pid: number, what: string) => {
    try {
      return readFileSync(`/proc/${pid}/${what}`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  };
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
  return pids
    .filter(
      (pid) => pid !== process.pid && `${read(pid, 'environ')} ${read(pid, 'cmdline')}`.includes(dataDir),
    )
    .map((pid) => ({ pid, command: read(pid, 'cmdline') }));
}

async function nothingLeft(): Promise<void> {
  for (let tries = 0; processes().length > 0 && tries < 50; tries += 1) await sleep(100);
  expect(processes()).toEqual([]);
}

async function signIn(copy: Copy): Promise<number> {
  const [email, password] = row(copy, 'Admin sign-in').split(/\s+/);
  const answer = await fetch(`${row(copy, 'API')}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return answer.status;
}

async function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).once('error', reject);
    server.listen(port, () => resolve(server));
  });
}

/** What others could read or enter below the data folder, and the folder itself. */
async function openToOthers(): Promise<string[]> {
  const names = ['', ...(await readdir(dataDir, { recursive: true }))];
  const open = await Promise.all(
    // What is gone by now was a temporary file.
    names.map(async (name) => {
      const about = await stat(path.join(dataDir, name)).catch(() => null);
      return about && (about.mode & 0o077) !== 0 ? [name] : [];
    }),
  );
  return open.flat();
}

test('what is kept is for the user alone: mails with their links, secrets, logs, and a note that holds nothing of others', async () => {
  await chmod(dataDir, 0o755);
  const copy = await start();
  const { status } = await fetch(`${row(copy, 'API')}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.com', password: 'correct horse battery', full_name: 'Ada' }),
  });
  expect(status).toBe(201);
  const inbox = path.join(dataDir, 'mail/inbox.jsonl');
  while (!existsSync(inbox)) await sleep(100);
  expect(await openToOthers()).toEqual([]);
  const note: unknown = JSON.parse(await readFile(path.join(dataDir, 'running.json'), 'utf8'));
  expect(note).toMatchObject({ PORT: '23000', JWT_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(Object.keys(note ?? {}).filter((name) => !variables.includes(name))).toEqual([]);
  await copy.child.stop();
  await nothingLeft();
});

test('every printed address answers, and Ctrl-C leaves no process', async () => {
  const copy = await start();
  expect(await signIn(copy)).toBe(200);
  const documents = ['API document', 'Temporal UI'].map((name) => row(copy, name));
  for (const url of documents) expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${row(copy, 'Ad server')}/health/ready`)).status).toBe(200);
  await copy.child.stop();
  expect(await copy.child.ended).toBe('exit code 0');
  await nothingLeft();
});

test('a second start keeps the data; a taken port is named and the next one used', async () => {
  const taken = await occupy(23_000);
  const began = Date.now();
  const copy = await start();
  // Less than 15 s are wanted of a quiet machine; how busy this one is, nobody knows.
  console.log(`second start: ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  expect(copy.lines.join('\n')).toContain('port 23000 is taken: the API uses 23001');
  expect(row(copy, 'API')).toBe('http://localhost:23001/api/v1');
  expect(copy.lines.join('\n')).not.toContain('migrated');
  expect(await signIn(copy)).toBe(200);

  const refused = await start();
  expect(await refused.child.ended).toBe('exit code 1');
  expect(refused.lines.join('\n')).toContain('already');

  await copy.child.stop();
  await new Promise((resolve) => taken.close(resolve));
  await nothingLeft();
});

test('a part that is killed comes back; a killed start takes everything with it and can be started again', async () => {
  const copy = await start();
  for (const part of ['bin/api.ts', 'bin/worker.ts', 'postgres -D', 'temporal']) {
    const victim = processes().find(({ command }) => command.includes(part) && !command.startsWith('sh '));
    if (!victim) throw new Error(`${part} does not run`);
    process.kill(victim.pid, 'SIGKILL');
    const risen = () => processes().some(({ pid, command }) => pid !== victim.pid && command.includes(part));
    for (let tries = 0; !risen() && tries < 300; tries += 1) await sleep(100);
    expect(risen()).toBe(true);
  }
  const isReady = () =>
    fetch(`${row(copy, 'API').replace('/api/v1', '')}/health/ready`).catch(() => undefined);
  for (let tries = 0; (await isReady())?.status !== 200 && tries < 300; tries += 1) await sleep(200);
  expect((await isReady())?.status).toBe(200);

  await copy.child.kill();
  await nothingLeft();

  const again = await start();
  expect(await signIn(again)).toBe(200);
  await again.child.stop();
  await nothingLeft();
});

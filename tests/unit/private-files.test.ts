/** What holds codes, links, passwords or uploads is the user's alone, also where something open to all was there before. */
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inboxMessenger } from '../../adapters/mail/inbox';
import { roomOf, sweepFolders, withFolder } from '../../adapters/media/spool';
import { noteRunning, runningEnvironment } from '../../bin/system/running';
import { createLogger } from '../../infra/log';
import { appendPrivate, privateFolder, writePrivate } from '../../infra/private-files';

const umask = process.umask(0);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-private-'));
  jest.spyOn(os, 'tmpdir').mockReturnValue(folder);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => process.umask(umask));

const modeOf = async (...names: string[]) =>
  ((await stat(path.join(folder, ...names))).mode & 0o777).toString(8);

test('a folder and a file are made for the user alone, and closed where they were open', async () => {
  for (const before of ['new', 'open']) {
    const [room, file, log] = [before, `${before}/file`, `${before}/log`].map((name) =>
      path.join(folder, name),
    );
    if (!room || !file || !log) throw new Error('three places');
    if (before === 'open') {
      await mkdir(room, { mode: 0o755 });
      for (const name of [file, `${file}.new`, log]) await writeFile(name, 'old\n', { mode: 0o666 });
    }
    await privateFolder(room);
    await writePrivate(file, 'whole');
    await appendPrivate(log, 'line\n');
    expect([await modeOf(before), await modeOf(before, 'file'), await modeOf(before, 'log')]).toEqual([
      '700',
      '600',
      '600',
    ]);
    expect(await readFile(file, 'utf8')).toBe('whole');
    expect(await readFile(log, 'utf8')).toBe(before === 'open' ? 'old\nline\n' : 'line\n');
    expect(await readdir(room)).toEqual(['file', 'log']);
  }
});

test('a folder that all users share stays as it is', async () => {
  await chmod(folder, 0o1777);
  await privateFolder(folder);
  expect((await stat(folder)).mode & 0o7777).toBe(0o1777);
});

test('the local inbox is for the user alone', async () => {
  const options = {
    channel: 'sms',
    log: createLogger('test', 'silent'),
    logsText: false,
    now: Date.now,
  } as const;
  const messenger = inboxMessenger({ ...options, folder: path.join(folder, 'mail') });
  await messenger.send({ id: '1', recipient: '+14155552671', subject: 'Code', text: '123456', html: null });
  expect([await modeOf('mail'), await modeOf('mail', 'inbox.jsonl')]).toEqual(['700', '600']);
});

test('the note of a running system holds the variables of Adflight and no others', async () => {
  const own = { JWT_SECRET: 'ours', PORT: '3000', STRIPE_SECRET_KEY: 'sk_ours', ADMIN_PASSWORD: 'ours too' };
  const others = { PATH: '/bin', AWS_SECRET_ACCESS_KEY: 'theirs', GITHUB_TOKEN: 'theirs', HOME: '/home/ada' };
  await writeFile(path.join(folder, 'running.json'), '{}', { mode: 0o644 });
  await noteRunning(folder, { ...others, ...own });
  expect(JSON.parse(await readFile(path.join(folder, 'running.json'), 'utf8'))).toEqual(own);
  expect(await modeOf('running.json')).toBe('600');
  const given = { ADFLIGHT_DATA: folder, PATH: '/usr/bin', PORT: '4000', LOG_LEVEL: '' };
  expect(await runningEnvironment(given)).toEqual({
    ...own,
    ADFLIGHT_DATA: folder,
    PATH: '/usr/bin',
    PORT: '4000',
  });
});

describe('uploads on their way in', () => {
  const [one, two] = [{ STORAGE_DIR: '/srv/one/storage' }, { STORAGE_DIR: '/srv/two/storage' }];
  const old = new Date(Date.now() - 60_000);

  test('of two copies and of two users lie apart, and are the user’s alone', async () => {
    const seen = await Promise.all(
      [one, two].map((copy) => withFolder(copy, async (place) => path.dirname(place))),
    );
    expect(seen).toEqual([roomOf(one), roomOf(two)]);
    expect(new Set(seen).size).toBe(2);
    for (const room of seen) expect(await modeOf(path.basename(room))).toBe('700');
    jest.spyOn(os, 'userInfo').mockReturnValue({ ...os.userInfo(), uid: 4_242 });
    expect(seen).not.toContain(roomOf(one));
  });

  test('are swept by their own copy alone', async () => {
    for (const copy of [one, two]) {
      await withFolder(copy, async () => undefined);
      await mkdir(path.join(roomOf(copy), 'upload-left'));
      await utimes(path.join(roomOf(copy), 'upload-left'), old, old);
    }
    expect(await sweepFolders(one, Date.now() - 30_000)).toBe(1);
    expect(await readdir(roomOf(one))).toEqual([]);
    expect(await readdir(roomOf(two))).toEqual(['upload-left']);
  });

  test.each([
    ['a link to another folder', async (room: string, there: string) => symlink(there, room)],
    [
      'a folder that is open to others',
      async (room: string) => chmod((await mkdir(room, { recursive: true })) ?? room, 0o777),
    ],
  ])('are not put into %s that somebody laid out, and nothing there is swept', async (_what, lay) => {
    const there = path.join(folder, 'theirs');
    await mkdir(path.join(there, 'precious'), { recursive: true });
    await lay(roomOf(one), there);
    await mkdir(path.join(roomOf(one), 'precious'), { recursive: true });
    await utimes(path.join(roomOf(one), 'precious'), old, old);
    const run = jest.fn();
    await expect(withFolder(one, run)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(run).not.toHaveBeenCalled();
    expect(await sweepFolders(one, Date.now())).toBe(0);
    expect(await readdir(roomOf(one))).toContain('precious');
  });
});

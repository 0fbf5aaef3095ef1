/** Files that would take our memory, our time or another user's turn: refused by decoders that can be killed. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Decoder } from '../../adapters/media/decoder';
import { type Inspector, openInspector } from '../../adapters/media/inspect';
import { startChild } from '../../bin/system/child';
import { BusinessError } from '../../domain/errors';
import type { MediaType } from '../../domain/media';
import { SECOND } from '../../domain/time';
import { plain } from '../fixtures/media/corpus';
import {
  emptyBoxes,
  longDescription,
  longIndex,
  nestedTraks,
  repeatedElements,
  tinyFrames,
} from '../fixtures/media/hostile';

jest.setTimeout(180_000);

const MEGABYTE = 1024 * 1024;
const LIMITS = { memory: 1024 * MEGABYTE, time: 60 * SECOND };
const until = () => new AbortController().signal;

let folder: string;
/** 36 megapixels, to be turned: all of its pixels are in memory at once, for some seconds. */
let large: Buffer;
let small: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-test-'));
  const turned = plain(6_000, 6_000).withMetadata({ orientation: 6 });
  large = await turned.jpeg({ progressive: true }).toBuffer();
  small = await plain(20, 20).png().toBuffer();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function spooled(bytes: Buffer, type: MediaType) {
  const own = path.join(folder, String(files++));
  await mkdir(own);
  const file = path.join(own, 'incoming');
  await writeFile(file, bytes);
  return { path: file, type, bytes: bytes.length, sha256: '' };
}

const inspectors: Inspector[] = [];
function open(limits = LIMITS): Inspector {
  const inspector = openInspector(limits);
  inspectors.push(inspector);
  return inspector;
}
afterEach(() => Promise.all(inspectors.splice(0).map((inspector) => inspector.close())));

/** The kind of a file that is taken, or the code with which it is refused. */
async function judged(
  inspector: Inspector,
  bytes: Buffer,
  type: MediaType,
  userId = 'ada',
  signal = until(),
) {
  const file = await spooled(bytes, type);
  return inspector.inspect(file, { userId, signal }).then(
    ({ kind }) => kind,
    (error: unknown) => (error instanceof BusinessError ? error.code : String(error)),
  );
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** How many this process has at present. */
async function decodersOfOurs(): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,args=']);
  const ours = new RegExp(`^\\s*${process.pid}\\s.*decoding/program`);
  return stdout.split('\n').filter((line) => ours.test(line)).length;
}

async function untilGone(pid: number): Promise<void> {
  for (const deadline = Date.now() + 20 * SECOND; isRunning(pid) && Date.now() < deadline; ) await sleep(50);
  expect(isRunning(pid)).toBe(false);
}

test('files of endless parts are refused in no time', async () => {
  const inspector = open();
  expect(await judged(inspector, small, 'image/png')).toBe('image');
  const hostile: [string, Buffer, MediaType, string][] = [
    ['a trak in a trak, 4,500,000 deep', nestedTraks(4_500_000), 'video/mp4', 'MEDIA_TOO_COMPLEX'],
    ['a trak in a trak, 400,000 deep', nestedTraks(400_000), 'video/mp4', 'MEDIA_BROKEN'],
    ['boxes to blank', emptyBoxes(4_500_000, 'free'), 'video/mp4', 'MEDIA_TOO_COMPLEX'],
    ['unknown boxes', emptyBoxes(4_500_000, 'abcd'), 'video/mp4', 'MEDIA_TOO_COMPLEX'],
    ['elements to blank', await repeatedElements(500_000, 'ec80'), 'video/webm', 'MEDIA_TOO_COMPLEX'],
    ['empty blocks', await repeatedElements(500_000, 'a380'), 'video/webm', 'MEDIA_TOO_COMPLEX'],
    ['open clusters', await repeatedElements(500_000, '1f43b675ff'), 'video/webm', 'MEDIA_TOO_COMPLEX'],
    ['an index without end', await longIndex(10_000_000), 'video/webm', 'MEDIA_TOO_COMPLEX'],
    ['a description without end', longDescription(4_500_000), 'video/mp4', 'MEDIA_TOO_COMPLEX'],
    ['frames of one pixel', tinyFrames(690_000), 'image/gif', 'MEDIA_DIMENSIONS'],
  ];
  const started = performance.now();
  for (const [name, bytes, type, code] of hostile) {
    expect([name, await judged(inspector, bytes, type)]).toEqual([name, code]);
  }
  // Each took minutes; the limit only leaves room for a busy machine.
  expect(performance.now() - started).toBeLessThan(hostile.length * 10 * SECOND);
});

test('one user’s crowd of dear files keeps no other waiting', async () => {
  const inspector = open();
  const done: string[] = [];
  const send = async (who: string, bytes: Buffer, type: MediaType) => {
    expect(await judged(inspector, bytes, type, who)).toBe('image');
    done.push(who);
  };
  const crowd = Array.from({ length: 6 }, () => send('crowd', large, 'image/jpeg'));
  await Promise.all([...crowd, send('ada', small, 'image/png')]);
  expect(done.indexOf('ada')).toBeLessThan(2);
  expect(done).toHaveLength(7);
});

test('a file that takes too much memory is refused, and the next is taken', async () => {
  const inspector = open({ ...LIMITS, memory: 190 * MEGABYTE });
  expect(await judged(inspector, small, 'image/png')).toBe('image');
  expect(await judged(inspector, large, 'image/jpeg')).toBe('MEDIA_TOO_COMPLEX');
  expect(await judged(inspector, small, 'image/png')).toBe('image');
});

test('a file that takes too long is refused', async () => {
  // Nothing is read in the time of a blink, in which a process does not even start.
  expect(await judged(open({ ...LIMITS, time: 5 }), large, 'image/jpeg')).toBe('MEDIA_TOO_COMPLEX');
});

describe('a decoder', () => {
  const ask = async (decoder: Decoder, signal = until()) => {
    const { path: file, type, bytes } = await spooled(large, 'image/jpeg');
    return decoder.ask({ path: file, type, bytes }, signal);
  };

  test('ends when the client has left, whose next file is taken', async () => {
    const gone = new AbortController();
    const decoder = new Decoder(LIMITS);
    const asked = ask(decoder, gone.signal);
    setTimeout(() => gone.abort(new BusinessError('REQUEST_TIMEOUT')), 200);
    await expect(asked).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await untilGone(decoder.pid ?? 0);

    const inspector = open();
    const leaving = new AbortController();
    const left = judged(inspector, large, 'image/jpeg', 'ada', leaving.signal);
    const next = judged(inspector, small, 'image/png');
    leaving.abort(new BusinessError('REQUEST_TIMEOUT'));
    expect(await Promise.all([left, next])).toEqual(['REQUEST_TIMEOUT', 'image']);
  });

  test('that dies of itself refuses its file', async () => {
    const decoder = new Decoder(LIMITS);
    const asked = ask(decoder);
    setTimeout(() => process.kill(decoder.pid ?? 0, 'SIGSEGV'), 200);
    await expect(asked).rejects.toMatchObject({ code: 'MEDIA_TOO_COMPLEX' });
  });

  test('is gone once the inspector is closed, and what was asked is told so', async () => {
    const inspector = open();
    const asked = judged(inspector, large, 'image/jpeg');
    await sleep(200);
    expect(await decodersOfOurs()).toBe(1);
    await inspector.close();
    expect(await decodersOfOurs()).toBe(0);
    expect(await asked).toBe('UNAVAILABLE');
    expect(await judged(inspector, small, 'image/png')).toBe('UNAVAILABLE');
  });

  test.each(['idle', 'busy'])('dies when whoever started it is killed, %s as it is', async (how) => {
    const { path: file, bytes } = await spooled(large, 'image/jpeg');
    let tell: (line: string) => void = () => {};
    const said = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const owner = await startChild({
      name: 'the owner of a decoder',
      command: process.execPath,
      args: [
        '--import',
        'tsx',
        require.resolve('./decoders'),
        ...(how === 'busy' ? [file, String(bytes)] : []),
      ],
      onLine: tell,
    });
    const pid = Number(await said);
    expect(isRunning(pid)).toBe(true);
    if (how === 'busy') await sleep(2 * SECOND);
    process.kill(owner.pid, 'SIGKILL');
    await untilGone(pid);
    await owner.kill();
  });
});

/** The pure rules of media: sizes, limits, names, where a picture ends, and whose turn it is. */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { extents } from '../../adapters/media/decoding/extents';
import { Turns } from '../../adapters/media/turns';
import {
  checkBytes,
  checkShape,
  displayName,
  formatSize,
  formats,
  type MediaType,
  mediaFolder,
  mediaTypes,
} from '../../domain/media';

const still = { frames: 1, durationMs: 0 };

test('a rendition lies within its picture, in its format, and is never enlarged', () => {
  const side = fc.integer({ min: 1, max: 40_000 });
  fc.assert(
    fc.property(side, side, fc.constantFrom(...Object.keys(formats)), (width, height, name) => {
      const format = Object.keys(formats).find((key): key is keyof typeof formats => key === name);
      if (!format) return false;
      const size = formatSize(format, { width, height });
      const full = formats[format];
      const within = size.width <= Math.max(1, width) && size.height <= Math.max(1, height);
      const notLarger = size.width <= full.width && size.height <= full.height;
      // To the pixel: the exact width of this height differs by less than one.
      const exact = (size.height * full.width) / full.height;
      const inFormat = Math.abs(size.width - exact) <= full.width / full.height || size.height === 1;
      return within && notLarger && inFormat;
    }),
  );
});

test.each([
  ['image/jpeg', { width: 10_000, height: 5_000 }, null],
  ['image/jpeg', { width: 10_000, height: 5_001 }, 'MEDIA_DIMENSIONS'],
  ['image/gif', { width: 1_000, height: 1_000, frames: 50 }, null],
  ['image/gif', { width: 1_000, height: 1_000, frames: 51 }, 'MEDIA_DIMENSIONS'],
  ['image/gif', { width: 1, height: 1, frames: 1_000 }, null],
  ['image/gif', { width: 1, height: 1, frames: 1_001 }, 'MEDIA_DIMENSIONS'],
  ['image/png', { width: 970, height: 90 }, null],
  ['image/png', { width: 2_100, height: 100 }, 'MEDIA_DIMENSIONS'],
  ['video/mp4', { width: 3_840, height: 2_160, durationMs: 120_000 }, null],
  ['video/mp4', { width: 3_840, height: 2_160, durationMs: 120_001 }, 'MEDIA_DIMENSIONS'],
  ['video/webm', { width: 7_680, height: 4_320, durationMs: 1 }, 'MEDIA_DIMENSIONS'],
] as const)('%s of %j: %s', (type, shape, code) => {
  const check = () => checkShape(type, { ...still, ...shape });
  if (code) expect(check).toThrow(expect.objectContaining({ code }));
  else expect(check).not.toThrow();
});

test('the limit of bytes is the last that is taken', () => {
  for (const [type, { maxBytes }] of Object.entries(mediaTypes)) {
    expect(() => checkBytes(type as MediaType, maxBytes)).not.toThrow();
    expect(() => checkBytes(type as MediaType, maxBytes + 1)).toThrow(
      expect.objectContaining({ code: 'MEDIA_TOO_LARGE', details: { max_bytes: maxBytes } }),
    );
  }
});

test('a name for showing has no path and nothing unseen', () => {
  expect(displayName('../../etc/passwd')).toBe('passwd');
  expect(displayName('C:\\pictures\\a.png')).toBe('a.png');
  expect(displayName('a\0\n\u202eb.png')).toBe('ab.png');
  expect(displayName('  .. ')).toBe('upload');
  expect(displayName('')).toBe('upload');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (name) => {
      const shown = displayName(name);
      return shown.length > 0 && shown.length <= 200 && !/[/\\]|\p{C}/u.test(shown);
    }),
  );
});

test('the objects of an upload lie below their owner, apart from any other upload’s', () => {
  expect(mediaFolder('u', 'video', 'incoming/abc')).toBe('users/u/videos/abc/');
});

test('where a picture ends is found in any bytes, or said to be unknown', () => {
  for (const [type, signature] of [
    ['image/jpeg', 'ffd8ff'],
    ['image/png', '89504e470d0a1a0a'],
    ['image/webp', '52494646'],
    ['image/gif', '474946383961'],
  ] as const) {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => {
        const file = Buffer.concat([Buffer.from(signature, 'hex'), tail]);
        const extent = extents[type]?.(file) ?? null;
        return extent === null || (extent.end > 0 && extent.end <= file.length);
      }),
    );
  }
});

describe('turns', () => {
  const limits = { lanes: 2, lanesOfOne: 1, waitingOfOne: 5, waiting: 8 };
  const stays = () => new AbortController().signal;

  /** Files that run until each is told to end, and the order in which they began. */
  function stage() {
    const turns = new Turns(limits);
    const began: string[] = [];
    const ends = new Map<string, () => void>();
    const send = (file: string, signal = stays()) =>
      turns.take(file.slice(0, 1), signal, () => {
        began.push(file);
        return new Promise<string>((resolve) => ends.set(file, () => resolve(file)));
      });
    const end = async (file: string) => {
      ends.get(file)?.();
      await setImmediate();
    };
    return { turns, began, send, end };
  }

  test('one user has one lane, and a file of each other comes before his next', async () => {
    const { began, send, end } = stage();
    const sent = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((file) => send(file));
    await setImmediate();
    expect(began).toEqual(['a1', 'b1']);
    await end('b1');
    expect(began).toEqual(['a1', 'b1', 'c1']);
    await end('a1');
    expect(began.at(-1)).toBe('a2');
    await end('c1');
    expect(began.at(-1)).toBe('b2');
    for (const file of ['b2', 'a2', 'a3']) await end(file);
    expect(await Promise.all(sent)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'b2']);
  });

  test('one who leaves is not waited for, and his place goes to the next', async () => {
    const { began, send, end } = stage();
    const gone = new AbortController();
    const first = send('a1');
    const left = send('a2', gone.signal);
    const last = send('a3');
    gone.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await end('a1');
    expect(began).toEqual(['a1', 'a3']);
    await end('a3');
    expect(await Promise.all([first, last])).toEqual(['a1', 'a3']);
    await expect(send('a4', gone.signal)).rejects.toThrow('gone');
  });

  test('a file that fails frees its lane', async () => {
    const { turns } = stage();
    const broken = turns.take('a', stays(), () => Promise.reject(new Error('broken')));
    await expect(broken).rejects.toThrow('broken');
    await expect(turns.take('a', stays(), async () => 'next')).resolves.toBe('next');
  });

  test('the queue of one user is full before that of all', async () => {
    const { send } = stage();
    const own = Array.from({ length: 6 }, (_, n) => send(`a${n}`));
    await expect(send('a6')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    own.push(...['b1', 'b2', 'b3', 'c1'].map((file) => send(file)));
    await expect(send('d1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(own).toHaveLength(10);
  });
});

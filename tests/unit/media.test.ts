/** The pure rules of media: sizes, limits, names, and where a picture ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { endings } from '../../adapters/media/endings';
import { inLane } from '../../adapters/media/lanes';
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
        const end = endings[type]?.(file) ?? null;
        return end === null || (end > 0 && end <= file.length);
      }),
    );
  }
});

test('large pictures are decoded one at a time, small ones two, and all in their turn', async () => {
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const job = (n: number) => async () => {
    most = Math.max(most, ++running);
    order.push(n);
    await sleep(2);
    running--;
  };
  await Promise.all([1, 2, 3, 4].map((n) => inLane(40_000_000, job(n))));
  expect([most, order]).toEqual([1, [1, 2, 3, 4]]);
  most = 0;
  await Promise.all([5, 6, 7, 8].map((n) => inLane(1_000_000, job(n))));
  expect([most, order.slice(4)]).toEqual([2, [5, 6, 7, 8]]);
  const failing = inLane(40_000_000, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  const crowd = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => inLane(1, job(n))));
  const refused = crowd.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBe(40 - 34);
  expect(refused[0]).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
});

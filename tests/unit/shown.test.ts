/** What is only shown in the Temporal UI is cut to what the server takes, and whole characters stay whole. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SearchAttributeType } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import fc from 'fast-check';
import { attributesAtStart, fitting, searchAttributes } from '../../contracts/search-attributes';
import { detailsText, keyword, summaryText, timerMs, timeValue } from '../../contracts/shown';
import { clipped } from '../../domain/text';
import { DAY, LAST_INSTANT } from '../../domain/time';
import { encryptingCodec } from '../../infra/payload-codec';
import { aCampaign } from '../fixtures/campaign';

const jsonBytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

test('a text that fits stays as it is, another one loses its end', () => {
  expect(clipped('Spring sale', 13)).toBe('Spring sale');
  expect(clipped('Spring sale', 12)).toBe('Spring …');
  expect(clipped('🎈🎈🎈🎈', 18)).toBe('🎈🎈🎈🎈');
  expect(clipped('🎈🎈🎈🎈', 17)).toBe('🎈🎈🎈…');
  expect(clipped('"quoted"', 11)).toBe('"quot…');
});

test('however it is written, it never takes more than it may', () => {
  const unit = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud800'), fc.constant('"\\\n\u0001'));
  const texts = fc.array(unit, { maxLength: 200 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.integer({ min: 5, max: 400 }), (text, most) => {
      const short = clipped(text, most);
      expect(jsonBytes(short)).toBeLessThanOrEqual(most);
      if (jsonBytes(text) <= most) expect(short).toBe(text);
      else expect(text.startsWith(short.slice(0, -1))).toBe(true);
    }),
  );
});

test('a summary and details fit the server’s limits, also when they travel encrypted', async () => {
  const codec = encryptingCodec('a secret of the tests, thirty-two characters');
  const sizeOf = async (text: string) => {
    const metadata = { encoding: Buffer.from('json/plain') };
    const payload = { metadata, data: Buffer.from(JSON.stringify(text)) };
    const [sealed] = await codec.encode([payload]);
    return temporal.api.common.v1.Payload.encode(sealed ?? payload).finish().length;
  };
  for (const long of ['x'.repeat(50_000), '🎈'.repeat(50_000), '"'.repeat(50_000)]) {
    expect(await sizeOf(summaryText(long))).toBeLessThanOrEqual(400);
    expect(await sizeOf(detailsText(long))).toBeLessThanOrEqual(20_000);
    expect(keyword(long).length).toBeLessThanOrEqual(255);
  }
});

test('the attributes of a start say the nearest time, and no more of a text than fits', () => {
  const input = aCampaign();
  input.brief.endAt = 8.64e15;
  input.advertiserId = 'a'.repeat(3_000);
  const pairs = attributesAtStart(input, Number.NaN);
  const shownAs = (key: { name: string }) => pairs.find((pair) => pair.key.name === key.name)?.value;
  expect(shownAs(searchAttributes.flightEnd)).toEqual(new Date(LAST_INSTANT));
  expect(shownAs(searchAttributes.waitingSince)).toEqual(new Date(LAST_INSTANT));
  expect(String(shownAs(searchAttributes.advertiser)).length).toBeLessThanOrEqual(255);
  expect(timeValue(-8.64e15).toISOString()).toBe('0001-01-01T00:00:00.000Z');
  const none = { key: searchAttributes.flightEnd, value: null };
  expect(fitting([none])).toEqual([none]);
  expect(searchAttributes.flightEnd.type).toBe(SearchAttributeType.DATETIME);
});

test('a timer is never shorter than a millisecond, nor longer than the server takes', () => {
  expect([-5, 0, 1.5, DAY].map(timerMs)).toEqual([1, 1, 1.5, DAY]);
  for (const long of [8.64e15, Number.POSITIVE_INFINITY, Number.NaN]) expect(timerMs(long)).toBe(3_650 * DAY);
});

test('no workflow shows anything by another way', () => {
  const root = path.resolve(__dirname, '../../workflows');
  const files = readdirSync(root, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'));
  const others = files.filter((file) =>
    /\b(setCurrentDetails|upsertSearchAttributes|upsertMemo)\b/.test(
      readFileSync(path.join(root, file), 'utf8'),
    ),
  );
  expect(others).toEqual(['shown.ts']);
});

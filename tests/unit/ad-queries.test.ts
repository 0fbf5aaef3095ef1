/** What the ad server takes from strangers: no text gets past its door that Postgres refuses, or that is over-long. */
import { ConversionQuery, ServeQuery } from '../../schemas/adserver';

const bad = ['a\u0000b', 'a\nb', 'a\u0085b', 'a\ud800b', '\udc00', 'x'.repeat(129)];
const good = ['A-1', 'Bestellung Nr. 7 – ü', '注文', '🍞', 'x'.repeat(64)];

const conversion = { order_id: 'A-1', value: '100', click_id: '', sig: 'x' };
const serve = { placement: 'demo-banner' };

test.each(['order_id', 'click_id'])('%s of a conversion is plain text', (member) => {
  const takes = (text: string) => ConversionQuery.safeParse({ ...conversion, [member]: text }).success;
  expect(good.filter((text) => !takes(text))).toEqual([]);
  expect(bad.filter(takes)).toEqual([]);
});

test('the value of a conversion is digits', () => {
  const takes = (value: unknown) => ConversionQuery.safeParse({ ...conversion, value }).success;
  expect([undefined, '0', '999999'].map(takes)).toEqual([true, true, true]);
  const others = ['', '-1', '1.5', '1e3', '0x10', 'NaN', '9'.repeat(15), '9'.repeat(40), ['1', '2']];
  expect(others.filter(takes)).toEqual([]);
});

test('a viewer’s id is plain text, a placement’s a slug, and each is there once', () => {
  const takes = (over: Record<string, unknown>) => ServeQuery.safeParse({ ...serve, ...over }).success;
  expect(good.filter((uid) => !takes({ uid }))).toEqual([]);
  expect(bad.filter((uid) => takes({ uid }))).toEqual([]);
  expect(bad.filter((placement) => takes({ placement }))).toEqual([]);
  expect([['a', 'b'], 'x'.repeat(257)].filter((geo) => takes({ geo }))).toEqual([]);
});

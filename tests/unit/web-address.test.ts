/** Addresses that people name: those that two readers could take for different ones are refused, and all leave in ASCII. */
import { destinationOf, isWebAddress, withAsciiHost } from '../../domain/web-address';
import { readPublicUrl } from '../../infra/public-address';
import { CreateCheckout } from '../../schemas/campaigns';
import { CreativeBody } from '../../schemas/creatives';

const creative = { headline: 'Shoes', description: 'Half price.' };
const campaign_id = '0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d';
/** Each place where a person names an address that others follow. */
const places: [string, (address: string) => boolean][] = [
  ['a destination', (destination_url) => CreativeBody.safeParse({ ...creative, destination_url }).success],
  ['a success_url', (success_url) => CreateCheckout.safeParse({ campaign_id, success_url }).success],
  ['a cancel_url', (cancel_url) => CreateCheckout.safeParse({ campaign_id, cancel_url }).success],
  [
    'a webhook endpoint',
    (address) => typeof readPublicUrl(address, { httpsOnly: false, allowLoopback: false }) !== 'string',
  ],
];

const ambiguous = [
  'https://user:pw@shop.example/',
  'https://user@shop.example/',
  'https://:pw@shop.example/',
  'https://@shop.example/',
  'https://:@shop.example/',
  'https:user@shop.example',
  'https:shop.example',
  'https:/shop.example',
  'https:///shop.example',
  'https:///user@shop.example',
  'https:\\\\user@shop.example',
  'https:\\\\shop.example',
  'https:/\\shop.example',
  'https://bank.example\\@shop.example/',
  'https://bank.example\\.shop.example/',
  'https://%75ser@shop.example/',
  'https://user%3Apw@shop.example/',
  'https://user%40bank.example@shop.example/',
  'https://bank.example%40shop.example/',
  'https://bank.example＠shop.example/',
  'https://bank.example@shop.example?x=1',
  'https://bank.example@shop.example#x',
  'https://us\ter@shop.example/',
  'https://shop\t.example/',
  'ht\ttps://shop.example/',
  ' https://shop.example/',
  'https://shop.example/ ',
  'https://shop.example/a b',
  'https://shop.example/\n',
  'https://shop.example/\u0000',
  'https://shop.example/\u0007',
  'https://bank.example\u00a0@shop.example/',
  'https://',
  'https://?x',
  'javascript://shop.example/%0aalert(1)',
  '//shop.example',
];
const plain = [
  'https://shop.example',
  'HTTPS://SHOP.example/a@b?c=d@e#f@g',
  'http://shop.example:8080/?to=https://other.example/',
  'https://xn--e1afmkfd.xn--p1ai/',
  'https://пример.рф/каталог?q=хлеб',
  'https://shop.example/%40%7Bclick_id%7D?x={click_id}',
];

describe.each(places)('%s', (_place, takes) => {
  test.each(ambiguous)('may not be %j', (address) => {
    expect(takes(address)).toBe(false);
  });
  test.each(plain)('may be %j', (address) => {
    expect(takes(address)).toBe(true);
  });
});

test('what is read alike by everybody is just that', () => {
  expect(ambiguous.filter((address) => isWebAddress(address))).toEqual([]);
  expect(plain.filter((address) => !isWebAddress(address))).toEqual([]);
});

test.each([
  ['https://shop.example/a?click={click_id}', 'https://shop.example/a?click=42'],
  ['https://shop.example/a?click=%7Bclick_id%7D', 'https://shop.example/a?click=42'],
  ['https://shop.example/a?click=%7bclick_id%7d&b={click_id}', 'https://shop.example/a?click=42&b=42'],
  ['https://shop.example/{click_id}/%7Bclick_id}#{click_id}', 'https://shop.example/42/42#42'],
  ['https://shop.example/a?click=%257Bclick_id%257D', 'https://shop.example/a?click=%257Bclick_id%257D'],
  [
    'https://пример.рф/каталог?q=хлеб',
    'https://xn--e1afmkfd.xn--p1ai/%D0%BA%D0%B0%D1%82%D0%B0%D0%BB%D0%BE%D0%B3?q=%D1%85%D0%BB%D0%B5%D0%B1',
  ],
  ['https://BÜCHER.example', 'https://xn--bcher-kva.example/'],
  ['https://:pw@shop.example/', 'https://shop.example/'],
])('a click on %s leads to %s', (address, there) => {
  expect(destinationOf(address, '42')).toBe(there);
});

test('a host is put into ASCII, and the rest of the address stays', () => {
  expect(withAsciiHost('https://пример.рф/a?b={CHECKOUT_SESSION_ID}#c')).toBe(
    'https://xn--e1afmkfd.xn--p1ai/a?b={CHECKOUT_SESSION_ID}#c',
  );
  expect(withAsciiHost('http://localhost:3000?x')).toBe('http://localhost:3000?x');
});

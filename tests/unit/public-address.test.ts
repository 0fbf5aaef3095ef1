/** Which addresses are public: every special range is refused at both of its ends, and its neighbours are not. */
import { isLoopbackAddress, isPublicAddress, readPublicUrl } from '../../infra/public-address';

describe('an address', () => {
  test.each([
    ['0.0.0.0', '0.255.255.255'],
    ['10.0.0.0', '10.255.255.255'],
    ['100.64.0.0', '100.127.255.255'],
    ['127.0.0.0', '127.255.255.255'],
    ['169.254.0.0', '169.254.255.255'],
    ['172.16.0.0', '172.31.255.255'],
    ['192.0.0.0', '192.0.0.255'],
    ['192.0.2.0', '192.0.2.255'],
    ['192.88.99.0', '192.88.99.255'],
    ['192.168.0.0', '192.168.255.255'],
    ['198.18.0.0', '198.19.255.255'],
    ['198.51.100.0', '198.51.100.255'],
    ['203.0.113.0', '203.0.113.255'],
    ['224.0.0.0', '255.255.255.255'],
    ['::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('between %s and %s is refused', (first, last) => {
    expect([isPublicAddress(first), isPublicAddress(last)]).toEqual([false, false]);
  });

  test.each([
    '1.0.0.0',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2001:200::',
    '2001:4860:4860::8888',
    '2003::1',
    '2606:4700::1111',
    '3ffe::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    'fe80::1%eth0',
    '2606:4700::1111%eth0',
    '::ffff:8.8.8.8',
    '::8.8.8.8',
    '64:ff9b::8.8.8.8',
    '127.1',
    'name',
    '',
  ])('%s is no plain public one', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('loopback is only this machine', () => {
    expect(['127.0.0.1', '127.255.0.9', '::1'].map(isLoopbackAddress)).toEqual([true, true, true]);
    const others = ['128.0.0.1', '10.0.0.1', '0.0.0.0', '::', '::2', '::1%lo', 'localhost'];
    expect(others.filter(isLoopbackAddress)).toEqual([]);
  });
});

describe('a URL', () => {
  const rules = { httpsOnly: true, allowLoopback: false };

  test.each([
    ['https://hooks.example.com/in?x=1#part', 'https://hooks.example.com/in?x=1'],
    ['https://HOOKS.example.com:443', 'https://hooks.example.com/'],
    ['https://hooks.example.com:8443/', 'https://hooks.example.com:8443/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://93.184.215.14/', 'https://93.184.215.14/'],
    ['https://0x5d.184.55054/', 'https://93.184.215.14/'],
    ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
  ])('%s is used as %s', (given, used) => {
    expect(String(readPublicUrl(given, rules))).toBe(used);
  });

  test('plain http is refused where https is asked for', () => {
    expect(readPublicUrl('http://hooks.example.com/', rules)).toBe('Must be an https address.');
    expect(readPublicUrl('http://hooks.example.com/', { ...rules, httpsOnly: false })).toBeInstanceOf(URL);
  });

  test('this machine is allowed by the one option for it, and no other private address is', () => {
    const open = { httpsOnly: false, allowLoopback: true };
    for (const url of ['http://localhost:3000/', 'http://127.0.0.1:3000/', 'http://[::1]:3000/']) {
      expect(readPublicUrl(url, open)).toBeInstanceOf(URL);
      expect(typeof readPublicUrl(url, { ...open, allowLoopback: false })).toBe('string');
    }
    for (const url of ['http://10.0.0.1:3000/', 'http://db.internal:3000/', 'http://[::ffff:7f00:1]:3000/'])
      expect(typeof readPublicUrl(url, open)).toBe('string');
  });
});

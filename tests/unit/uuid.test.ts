/** UUIDv5 against RFC 9562's own example, and what must not pass. */
import { uuidV5 } from '../../infra/uuid';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('uuidV5', () => {
  it('gives the example of RFC 9562, A.4', () => {
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('reads the namespace in any case, and tells names and namespaces apart', () => {
    expect(uuidV5(DNS.toUpperCase(), 'a')).toBe(uuidV5(DNS, 'a'));
    expect(uuidV5(DNS, 'a')).not.toBe(uuidV5(DNS, 'b'));
    expect(uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'a')).not.toBe(uuidV5(DNS, 'a'));
  });

  it.each(['', 'not a uuid', DNS.slice(0, -2)])('refuses the namespace %j', (namespace) => {
    expect(() => uuidV5(namespace, 'a')).toThrow(RangeError);
  });
});

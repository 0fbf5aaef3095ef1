/** Name-based UUIDs: the same thing gets the same id however often it is written. */
import { createHash } from 'node:crypto';

/**
 * The UUIDv5 (RFC 9562, section 5.5) of a name under a namespace.
 * @param namespace a UUID, any case.
 * @throws RangeError when the namespace is no UUID.
 */
export function uuidV5(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (space.length !== 16) throw new RangeError('The namespace is not a UUID.');
  const bytes = createHash('sha1').update(space).update(name, 'utf8').digest().subarray(0, 16);
  // Version 5 in the high half of byte 6, the RFC's variant in the two top bits of byte 8.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

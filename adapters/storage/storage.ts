/** Where files lie: the local folder or S3 behind one interface, proved by one test suite. */
import { stat } from 'node:fs/promises';
import type { Instant } from '../../domain/time';
import { storageError } from './errors';

export interface ListedObject {
  key: string;
  bytes: number;
  modifiedAt: Instant;
}

export interface StoredObject extends ListedObject {
  contentType: string;
  etag: string;
}

/** A URL to which a client uploads straight to the storage, once, to a fresh key. */
export interface UploadTicket {
  method: 'PUT';
  url: string;
  /** To be sent as they are; the length of the body is signed as well. */
  headers: Record<string, string>;
  expiresAt: Instant;
}

/** Bytes, or the path of a file that is too large to hold. */
export type Body = Uint8Array | { path: string };

/** In bytes. @throws StorageError */
export async function lengthOf(body: Body): Promise<number> {
  if (body instanceof Uint8Array) return body.length;
  const { size } = await stat(body.path).catch((error: unknown) => {
    throw storageError('measure', error);
  });
  return size;
}

/**
 * Keys are `/`-separated names without `..`; a key is never also the folder of another.
 * Every call has a timeout and throws StorageError.
 */
export interface Storage {
  /** Replaces what is there: never half. */
  put(key: string, body: Body, contentType: string): Promise<void>;
  /** @throws NOT_FOUND */
  get(key: string): Promise<Uint8Array>;
  /** The object piece by piece. @throws NOT_FOUND */
  stream(key: string): Promise<AsyncIterable<Uint8Array>>;
  head(key: string): Promise<StoredObject | null>;
  /** An absent object is no error. */
  delete(key: string): Promise<void>;
  /** Every object whose key begins with the prefix. */
  list(prefix: string): Promise<ListedObject[]>;
  /** Takes exactly this type and number of bytes, once. */
  uploadTicket(
    key: string,
    contentType: string,
    bytes: number,
    expiresInSeconds: number,
  ): Promise<UploadTicket>;
  /** A URL that reads the object until it expires. */
  downloadUrl(key: string, expiresInSeconds: number): Promise<string>;
  /** Removes what was left half-written before an instant; returns how many. */
  sweep(before: Instant): Promise<number>;
  /** For readiness: throws when the storage can't be reached. */
  check(): Promise<void>;
  /** Where signed URLs lead to our own API; null when they lead to the storage itself. */
  readonly door: Door | null;
}

/** What stands behind a signed URL of our own. Both throw FORBIDDEN for one that is not valid any more. */
export interface Door {
  /** @throws NOT_FOUND */
  open(token: string): Promise<StoredObject & { path: string }>;
  /** @throws VALIDATION_FAILED for another type or length, CONFLICT when it was used already */
  receive(token: string, upload: { contentType: string; body: AsyncIterable<Uint8Array> }): Promise<void>;
}

/** The longest that a signed URL may be valid, in seconds. */
export const LONGEST_VALIDITY = 20 * 60;

/** Where files lie: the local folder or S3 behind one interface, proved by one test suite. */

export interface StoredObject {
  key: string;
  bytes: number;
  contentType: string;
  etag: string;
}

/** A form or URL with which a client uploads straight to the storage, once, to a fresh key. */
export interface UploadTicket {
  method: 'POST' | 'PUT';
  url: string;
  /** Form fields of a POST, or headers of a PUT. */
  fields: Record<string, string>;
  expiresAt: number;
}

/** Keys are `/`-separated names without `..`. Every call has a timeout and throws StorageError (adapters/storage/errors.ts). */
export interface Storage {
  put(key: string, body: Uint8Array, contentType: string): Promise<StoredObject>;
  /** @throws NOT_FOUND */
  get(key: string): Promise<Uint8Array>;
  head(key: string): Promise<StoredObject | null>;
  copy(from: string, to: string): Promise<void>;
  delete(key: string): Promise<void>;
  list(prefix: string): Promise<StoredObject[]>;
  uploadTicket(
    key: string,
    contentType: string,
    maxBytes: number,
    expiresInSeconds: number,
  ): Promise<UploadTicket>;
  /** A URL that reads the object until it expires. */
  downloadUrl(key: string, expiresInSeconds: number): Promise<string>;
  /** For readiness: throws when the storage can't be reached. */
  check(): Promise<void>;
}

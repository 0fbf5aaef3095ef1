/** Files in a folder of this machine: `data/<key>`, its type beside it under `meta/<key>`; written whole or not at all. */
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import { type Instant, SECOND } from '../../domain/time';
import type { Signer } from '../../infra/signed-tokens';
import { codeOf, StorageError, storageError } from './errors';
import { contentOf, filesBelow, moveTo, removeBelow, writeNew } from './files';
import { checkKey } from './keys';
import { readGrant, signGrant } from './signed';
import type { Body, Door, ListedObject, Storage, StoredObject, UploadTicket } from './storage';
import { LONGEST_VALIDITY } from './storage';

const Meta = z.object({ contentType: z.string(), etag: z.string() });

interface LocalOptions {
  /** Absolute. */
  folder: string;
  /** Where the API answers signed addresses; a token is put behind it. */
  url: string;
  signer: Signer;
  now(): Instant;
}

export class LocalStorage implements Storage {
  readonly #options: LocalOptions;
  readonly door: Door = {
    open: (token) => this.#open(token),
    receive: (token, upload) => this.#receive(token, upload),
  };

  constructor(options: LocalOptions) {
    this.#options = options;
  }

  put(key: string, body: Body, contentType: string): Promise<void> {
    return this.#call('put', async () => {
      const place = this.#path('data', checkKey(key));
      const content = body instanceof Uint8Array ? [body] : contentOf(body.path);
      const written = await writeNew(this.#path('tmp', ''), content);
      try {
        await this.#describe(key, contentType, written.etag);
        await moveTo(place, (to) => rename(written.path, to));
      } finally {
        await rm(written.path, { force: true });
      }
    });
  }

  async get(key: string): Promise<Uint8Array> {
    return this.#call('get', () => readFile(this.#path('data', checkKey(key))));
  }

  stream(key: string): Promise<AsyncIterable<Uint8Array>> {
    return this.#call('get', async () => {
      const file = await open(this.#path('data', checkKey(key)));
      return file.createReadStream();
    });
  }

  head(key: string): Promise<StoredObject | null> {
    return this.#call('head', async () => {
      try {
        const { size, mtimeMs } = await stat(this.#path('data', checkKey(key)));
        const meta = Meta.parse(JSON.parse(await readFile(this.#path('meta', key), 'utf8')));
        return { key, bytes: size, modifiedAt: Math.floor(mtimeMs), ...meta };
      } catch (error) {
        if (storageError('head', error).verdict === 'absent') return null;
        throw error;
      }
    });
  }

  delete(key: string): Promise<void> {
    return this.#call('delete', async () => {
      await removeBelow(this.#path('data', ''), checkKey(key));
      await removeBelow(this.#path('meta', ''), key);
    });
  }

  list(prefix: string): Promise<ListedObject[]> {
    return this.#call('list', async () => {
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const below = await filesBelow(this.#path('data', folder));
      return below
        .map(({ name, ...about }) => ({ key: folder + name, ...about }))
        .filter(({ key }) => key.startsWith(prefix));
    });
  }

  async uploadTicket(
    key: string,
    contentType: string,
    bytes: number,
    expiresInSeconds: number,
  ): Promise<UploadTicket> {
    const until = this.#until(expiresInSeconds);
    const grant = { do: 'write', key: checkKey(key), type: contentType, bytes } as const;
    const headers = { 'content-type': contentType, 'if-none-match': '*' };
    return {
      method: 'PUT',
      url: this.#url(grant, until),
      headers,
      expiresAt: until,
    };
  }

  async downloadUrl(key: string, expiresInSeconds: number): Promise<string> {
    return this.#url({ do: 'read', key: checkKey(key) }, this.#until(expiresInSeconds));
  }

  sweep(before: Instant): Promise<number> {
    return this.#call('sweep', async () => {
      const folder = this.#path('tmp', '');
      const left = (await filesBelow(folder)).filter(({ modifiedAt }) => modifiedAt < before);
      for (const { name } of left) await rm(path.join(folder, name), { force: true });
      return left.length;
    });
  }

  check(): Promise<void> {
    return this.#call('check', async () => {
      const written = await writeNew(this.#path('tmp', ''), []);
      await rm(written.path);
    });
  }

  async #open(token: string): Promise<StoredObject & { path: string }> {
    const { key } = readGrant(this.#options.signer, token, 'read', this.#options.now());
    const object = await this.head(key);
    if (!object) throw new StorageError('absent', 'get');
    return { ...object, path: this.#path('data', key) };
  }

  async #receive(
    token: string,
    { contentType, body }: { contentType: string; body: AsyncIterable<Uint8Array> },
  ): Promise<void> {
    const grant = readGrant(this.#options.signer, token, 'write', this.#options.now());
    if (contentType !== grant.type) {
      throw new BusinessError('VALIDATION_FAILED', { detail: `The type must be ${grant.type}.` });
    }
    await this.#call('put', async () => {
      const written = await writeNew(this.#path('tmp', ''), body, grant.bytes);
      try {
        // A link, unlike a rename, never replaces: the address works once.
        await moveTo(this.#path('data', grant.key), (to) => link(written.path, to));
        await this.#describe(grant.key, contentType, written.etag);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') {
          throw new BusinessError('CONFLICT', { detail: 'This address was used already.' });
        }
        throw error;
      } finally {
        await rm(written.path, { force: true });
      }
    });
  }

  async #describe(key: string, contentType: string, etag: string): Promise<void> {
    const meta = Buffer.from(JSON.stringify({ contentType, etag }));
    const written = await writeNew(this.#path('tmp', ''), [meta]);
    await moveTo(this.#path('meta', key), (to) => rename(written.path, to));
  }

  #path(room: 'data' | 'meta' | 'tmp', key: string): string {
    return path.join(this.#options.folder, room, key);
  }

  #until(expiresInSeconds: number): Instant {
    return this.#options.now() + Math.min(expiresInSeconds, LONGEST_VALIDITY) * SECOND;
  }

  #url(grant: Parameters<typeof signGrant>[1], until: Instant): string {
    return new URL(signGrant(this.#options.signer, grant, until), this.#options.url).href;
  }

  async #call<T>(operation: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw error instanceof BusinessError ? error : storageError(operation, error);
    }
  }
}

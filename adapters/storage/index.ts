/** Opens the storage that the configuration names: an S3 bucket, else the local folder. */
import path from 'node:path';
import type { Instant } from '../../domain/time';
import type { ConfigOf, ServiceConfig } from '../../infra/config';
import { createSigner } from '../../infra/signed-tokens';
import { LocalStorage } from './local';
import { S3Storage } from './s3';
import { STORAGE_PURPOSE } from './signed';
import type { Storage } from './storage';

/** Nothing is read, written or connected before the first call. */
export function openStorage(config: ConfigOf<'adserver'> | ServiceConfig, now: () => Instant): Storage {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, JWT_SECRET: secret } = config;
  if (!bucket) {
    if (!secret) throw new Error('JWT_SECRET signs the URLs of the local storage');
    return new LocalStorage({
      folder: path.resolve(config.STORAGE_DIR),
      url: new URL('/objects/', config.PUBLIC_URL).href,
      signer: createSigner([secret, ...config.JWT_PREVIOUS_SECRETS], STORAGE_PURPOSE),
      now,
    });
  }
  return new S3Storage({
    bucket,
    region: config.S3_REGION,
    endpoint: config.S3_ENDPOINT,
    forcePathStyle: config.S3_FORCE_PATH_STYLE,
    credentials: { accessKeyId: S3_ACCESS_KEY_ID ?? '', secretAccessKey: S3_SECRET_ACCESS_KEY ?? '' },
    now,
  });
}

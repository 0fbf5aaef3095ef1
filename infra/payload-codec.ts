/** Encrypts what goes into workflow histories: AES-256-GCM under the key of the configuration, when one is set. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const ENCODING = 'binary/encrypted';
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
/** Always whole: Node accepts a shortened tag unless told its length. */
const TAG_BYTES = 16;

/** @param secret at least 32 characters; every process of an installation needs the same. */
export function encryptingCodec(secret: string): PayloadCodec {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'adflight payloads v1', 32));
  return {
    encode: async (payloads) => payloads.map((payload) => seal(key, payload)),
    // What was written before the key was set stays readable.
    decode: async (payloads) => payloads.map((payload) => (isSealed(payload) ? open(key, payload) : payload)),
  };
}

function isSealed({ metadata }: Payload): boolean {
  const encoding = metadata?.[METADATA_ENCODING_KEY];
  return encoding !== undefined && encoding !== null && Buffer.from(encoding).toString() === ENCODING;
}

function seal(key: Buffer, payload: Payload): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  const plain = temporal.api.common.v1.Payload.encode(payload).finish();
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from(ENCODING) },
    data: Buffer.concat([iv, cipher.getAuthTag(), sealed]),
  };
}

function open(key: Buffer, { data }: Payload): Payload {
  const bytes = Buffer.from(data ?? []);
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return temporal.api.common.v1.Payload.decode(plain);
}

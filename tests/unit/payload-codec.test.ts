/** What stands in a workflow's history once a codec key is set. */
import { defaultPayloadConverter } from '@temporalio/common';
import { encryptingCodec } from '../../infra/payload-codec';

const codec = encryptingCodec('k'.repeat(32));
const payload = defaultPayloadConverter.toPayload({ name: 'Bread at seven', budget: 50_000 });

test('a payload comes back as it was, and shows nothing on the way', async () => {
  const [sealed] = await codec.encode([payload]);
  expect(Buffer.from(sealed?.data ?? []).includes('Bread at seven')).toBe(false);
  const [opened] = await codec.decode(sealed ? [sealed] : []);
  expect(opened && defaultPayloadConverter.fromPayload(opened)).toEqual({
    name: 'Bread at seven',
    budget: 50_000,
  });
});

test('the same payload never looks the same twice', async () => {
  const [a, b] = await codec.encode([payload, payload]);
  expect(Buffer.from(a?.data ?? []).equals(Buffer.from(b?.data ?? []))).toBe(false);
});

test('another key, a changed byte and a shortened tag are refused', async () => {
  const [sealed] = await codec.encode([payload]);
  const data = Buffer.from(sealed?.data ?? []);
  const changed = Buffer.from(data);
  changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
  const metadata = sealed?.metadata ?? {};
  await expect(encryptingCodec('x'.repeat(32)).decode([{ metadata, data }])).rejects.toThrow();
  await expect(codec.decode([{ metadata, data: changed }])).rejects.toThrow();
  await expect(codec.decode([{ metadata, data: data.subarray(0, 20) }])).rejects.toThrow();
});

test('what was written before the key was set stays readable', async () => {
  expect(await codec.decode([payload])).toEqual([payload]);
});

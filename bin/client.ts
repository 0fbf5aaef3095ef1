/** `npm run client`: writes the types of client/ from the OpenAPI document; with --check only says whether they are current. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openApiDocument } from '../api/openapi';
import { routes } from '../api/routes';

const client = path.resolve(__dirname, '../client');
const file = path.join(client, 'src/schema.ts');

const document = JSON.stringify(openApiDocument(routes, 'http://localhost:3000'));
const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(client, 'generate.mjs')], {
  input: document,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (status !== 0) throw new Error(stderr);
if (!process.argv.includes('--check')) writeFileSync(file, stdout);
else if (readFileSync(file, 'utf8') !== stdout) {
  console.error('client/src/schema.ts is not what the OpenAPI document gives: run `npm run client`');
  process.exitCode = 1;
}

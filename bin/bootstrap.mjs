/** The first command of a fresh clone: installs and generates what is missing, then runs `bin/<command>.ts`. Imports only Node. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (file) => readFileSync(path.join(root, file), 'utf8');

/** What the lockfile asks for and node_modules lacks or has in another version; optional parts may be for other systems. */
function missingPackages() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return ['node_modules'];
  const installed = JSON.parse(read('node_modules/.package-lock.json')).packages;
  return Object.entries(JSON.parse(read('package-lock.json')).packages)
    .filter(([name, { optional, peer }]) => name !== '' && !optional && !peer)
    .filter(([name, { version }]) => installed[name]?.version !== version)
    .map(([name]) => name);
}

function install() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  console.error(`installing dependencies (missing or old: ${missing.slice(0, 3).join(', ')})`);
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
}

/** Prisma asks for a native engine that the client does not use: any existing file satisfies it. */
function generate() {
  const require = createRequire(import.meta.url);
  const version = require('prisma/package.json').version;
  const wanted = createHash('sha256').update(read('prisma/schema.prisma')).update(version).digest('hex');
  const stamp = 'prisma/generated/.made-from';
  if (existsSync(path.join(root, stamp)) && read(stamp) === wanted) return;
  console.error('generating the database client');
  run(process.execPath, [require.resolve('prisma/build/index.js'), 'generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  writeFileSync(path.join(root, stamp), wanted);
}

/** Its output is shown only when it fails: stdout belongs to the command that follows. */
function run(command, args, env = {}) {
  const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status === 0) return;
  console.error(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n${command} ${args.join(' ')} failed`);
  process.exit(1);
}

const [command = '', ...args] = process.argv.slice(2);
const file = path.join(root, 'bin', `${command}.ts`);
const [major, minor] = process.versions.node.split('.').map(Number);
if (!/^[a-z-]+$/.test(command) || !existsSync(file)) {
  console.error(`there is no command "${command}"`);
  process.exit(2);
}
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Adflight needs Node 20.19 or newer; this is ${process.version}`);
  process.exit(2);
}
install();
generate();
if (existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));
await import('tsx');
process.argv = [process.argv[0], file, ...args];
Module.runMain();

/** Where programs come from: the PATH, the cache, the makers' download, a build; each failure is said. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { temporalCli } from '../../bin/system/tools';

const kept = { ...process.env };
let folder: string;
let bin: string;
let cache: string;
let said: string[];
const say = (line: string) => void said.push(line);

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-tools-'));
  [bin, cache, said] = [path.join(folder, 'bin'), path.join(folder, 'cache'), []];
  await mkdir(bin);
  for (const tool of ['sh', 'tar', 'gzip', 'sleep']) {
    const file = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
    await symlink(file, path.join(bin, tool));
  }
  Object.assign(process.env, { PATH: bin, ADFLIGHT_CACHE: cache });
});

afterEach(async () => {
  jest.restoreAllMocks();
  Object.assign(process.env, kept);
  if (kept.ADFLIGHT_CACHE === undefined) delete process.env.ADFLIGHT_CACHE;
  await rm(folder, { recursive: true, force: true });
});

const program = (name: string, script: string) =>
  writeFile(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

function download(answer: () => Promise<Response>) {
  return jest.spyOn(globalThis, 'fetch').mockImplementation(answer);
}
const offline = () =>
  download(() => Promise.reject(new TypeError('fetch failed', { cause: new Error('no route') })));

test('one on the PATH wins, and nothing is fetched', async () => {
  const fetched = offline();
  await program('temporal', 'exit 0');
  expect(await temporalCli(say)).toBe(path.join(bin, 'temporal'));
  expect(fetched).not.toHaveBeenCalled();
  expect(said).toEqual([]);
});

test("the makers' archive is unpacked into the cache, and the next start takes it from there", async () => {
  await writeFile(path.join(folder, 'temporal'), 'downloaded');
  execFileSync('tar', ['-czf', path.join(folder, 'a.tgz'), '-C', folder, 'temporal'], { env: kept });
  const archive = await readFile(path.join(folder, 'a.tgz'));
  const fetched = download(async () => new Response(archive));
  const file = await temporalCli(say);
  expect(await readFile(file, 'utf8')).toBe('downloaded');
  expect(await temporalCli(say)).toBe(file);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('without the download it is built, once though two starts want it; why is said', async () => {
  offline();
  const log = path.join(folder, 'go.log');
  await program('go', `echo "$@" >> ${log}; sleep 1; echo built > "$GOBIN/temporal"`);
  const files = await Promise.all([temporalCli(say), temporalCli(say)]);
  expect(new Set(files).size).toBe(1);
  expect(await readFile(files[0], 'utf8')).toBe('built\n');
  expect((await readFile(log, 'utf8')).trim()).toMatch(/^install .*cli\/cmd\/temporal@v1\.5\.1$/);
  expect(said.join('\n')).toContain('download failed: no route');
  expect(said.join('\n')).toContain('waiting for process');
});

test('when every way fails the error names each reason, and the cache holds nothing half-made', async () => {
  download(async () => new Response('', { status: 503 }));
  await program('go', 'echo "no such module" >&2; exit 1');
  await expect(temporalCli(say)).rejects.toThrow(
    /download: HTTP 503; build: go ended with exit code 1: no such module/,
  );
  expect(await readdir(cache)).toEqual([]);
});

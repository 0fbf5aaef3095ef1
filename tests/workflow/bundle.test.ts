/** What the workers' sandbox loads: workflows, contracts, domain and the SDK, and nothing that makes it heavy. */
import path from 'node:path';
import { bundleWorkflows } from './environment';

const root = path.resolve(__dirname, '../..');
const rooms = ['workflows/', 'contracts/', 'domain/'];
/** The SDK, and what it brings. */
const packages = ['@temporalio/', 'nexus-rpc/', 'ms/', 'long/'];

/** Bytes without the source map; 733 kB when this was set, of which the SDK is most. */
const BUDGET = 830_000;

test('the bundle holds only workflows, contracts, domain and the SDK, within its budget', async () => {
  const { code } = await bundleWorkflows();
  const mapAt = code.lastIndexOf('//# sourceMappingURL=data:');
  const map = Buffer.from(code.slice(code.indexOf('base64,', mapAt) + 'base64,'.length), 'base64').toString();
  const { sources } = JSON.parse(map) as { sources: string[] };
  const files = sources.filter((source) => path.isAbsolute(source)).map((file) => path.relative(root, file));
  const allowed = [...rooms, ...packages.map((name) => `node_modules/${name}`)];
  expect(files.filter((file) => !allowed.some((start) => file.startsWith(start)))).toEqual([]);
  expect(files).toContain('workflows/campaign/lifecycle.ts');
  console.log(`bundle: ${Math.round(mapAt / 1_000)} kB of ${BUDGET / 1_000} kB`);
  expect(mapAt).toBeGreaterThan(0);
  expect(mapAt).toBeLessThan(BUDGET);
}, 60_000);

/** Which room may import which: the table of the architecture, as data. */

/** `types of X` is written `type:X`. The generated database client (`prisma/`) goes with `infra/`. */
const DECIDE = ['domain', 'contracts'];
const DO = [...DECIDE, 'schemas', 'adapters', 'store', 'infra'];

export const rooms: Readonly<Record<string, readonly string[] | 'all'>> = {
  domain: [],
  contracts: ['domain'],
  schemas: DECIDE,
  workflows: [...DECIDE, 'type:activities'],
  activities: DO,
  adapters: [...DECIDE, 'schemas', 'infra'],
  store: ['domain', 'contracts', 'infra'],
  services: DO,
  api: ['services', 'schemas', 'domain', 'infra'],
  adserver: ['domain', 'schemas', 'store', 'infra'],
  worker: [...DO, 'workflows', 'activities', 'services'],
  infra: ['domain'],
  simulators: [],
  prisma: [],
  client: [],
  bin: 'all',
  bench: 'all',
  tests: 'all',
};

/** Rooms that use the generated client where they may import `infra/`. */
const GENERATED = 'prisma';

/** Packages that only these rooms may import; `node:` stands for Node's own modules. */
const packages: readonly {
  name: RegExp;
  only?: readonly string[];
  never?: readonly string[];
  why: string;
}[] = [
  { name: /^node:/, never: ['domain', 'contracts', 'workflows'], why: 'workflow code has no Node' },
  {
    name: /^zod$/,
    never: ['domain', 'contracts', 'workflows'],
    why: 'outside data is checked at the border',
  },
  { name: /^@prisma\//, only: ['infra', 'store', 'bin', 'tests', 'prisma'], why: 'one door to the database' },
  { name: /^pg$/, only: ['infra', 'bin', 'tests', 'bench'], why: 'one door to the database' },
  {
    name: /^express$/,
    only: ['api', 'adserver', 'simulators', 'tests', 'bench'],
    why: 'use cases know no HTTP',
  },
  { name: /^stripe$/, only: ['adapters', 'tests', 'bench'], why: 'one adapter an outside system' },
  { name: /^@aws-sdk\//, only: ['adapters', 'tests'], why: 'one adapter an outside system' },
  {
    name: /^@temporalio\/(worker|activity)$/,
    only: ['worker', 'activities', 'bin', 'tests', 'bench'],
    why: 'the API knows only a client',
  },
];

export interface Import {
  /** Room of the importing file, and of the imported one. */
  from: string;
  to: string;
  typeOnly: boolean;
}

/** Null when the table allows it; else why not. */
export function againstTable({ from, to, typeOnly }: Import): string | null {
  const allowed = rooms[from];
  if (!allowed) return `${from}/ is no room of the table`;
  if (from === to || allowed === 'all') return null;
  if (allowed.includes(to === GENERATED ? 'infra' : to)) return null;
  if (to === GENERATED && from === 'infra') return null;
  if (allowed.includes(`type:${to}`)) return typeOnly ? null : `${from}/ may import only types of ${to}/`;
  return `${from}/ may not import ${to}/`;
}

/** Null when the room may use the package; else why not. */
export function againstPackages(room: string, name: string): string | null {
  for (const rule of packages) {
    if (!rule.name.test(name)) continue;
    if (rule.never?.includes(room) || (rule.only && !rule.only.includes(room))) {
      return `${room}/ may not import ${name}: ${rule.why}`;
    }
  }
  return null;
}

/** The imports of our sources, read from their syntax: exact about `import type`, which ready tools without TypeScript 6 are not. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { type ModuleItem, parseSync } from '@swc/core';
import { againstPackages, againstTable, rooms } from './table';

export interface SourceFile {
  /** From the root, with `/`. */
  file: string;
  text: string;
}

interface Edge {
  specifier: string;
  typeOnly: boolean;
}

/** Every source of the rooms that are there; the generated client is imported, not read. */
export function sourcesOf(root: string): SourceFile[] {
  const folders = Object.keys(rooms).filter((room) => room !== 'prisma' && existsSync(path.join(root, room)));
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
      .map((name) => path.posix.join(folder, name))
      .filter((file) => statSync(path.join(root, file)).isFile())
      .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') })),
  );
}

/** Each import against the table, and each circle of imports, as one sentence. */
export function faultsOf(sources: readonly SourceFile[]): string[] {
  const known = new Set(sources.map(({ file }) => file));
  const values = new Map<string, string[]>();
  const faults: string[] = [];
  for (const { file, text } of sources) {
    const room = roomOf(file);
    for (const { specifier, typeOnly } of importsOf(text)) {
      if (!specifier.startsWith('.')) {
        const name = isBuiltin(specifier) ? `node:${specifier.replace(/^node:/, '')}` : specifier;
        const fault = againstPackages(room, name);
        if (fault) faults.push(`${file}: ${fault}`);
        continue;
      }
      const target = resolve(file, specifier, known);
      const fault = againstTable({ from: room, to: roomOf(target), typeOnly });
      if (fault) faults.push(`${file}: ${fault} (${specifier})`);
      if (!typeOnly) values.set(file, [...(values.get(file) ?? []), target]);
    }
  }
  return [...faults, ...circles(values)];
}

const roomOf = (file: string) => file.split('/')[0] ?? '';

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string {
  const base = path.posix.join(path.posix.dirname(from), specifier);
  return [base, `${base}.ts`, `${base}/index.ts`].find((file) => known.has(file)) ?? base;
}

function importsOf(text: string): Edge[] {
  const { body } = parseSync(text, { syntax: 'typescript', target: 'es2022' });
  const edges = body.flatMap(edgeOf);
  // import('x'), require('x') and typeof import('x') stand inside expressions and types.
  for (const [, before, specifier = ''] of text.matchAll(/(typeof\s+)?\b(?:import|require)\(\s*'([^']+)'/g)) {
    edges.push({ specifier, typeOnly: before !== undefined });
  }
  return edges;
}

function edgeOf(item: ModuleItem): Edge[] {
  switch (item.type) {
    case 'ImportDeclaration': {
      const names = item.specifiers;
      const onlyTypes =
        names.length > 0 && names.every((name) => name.type === 'ImportSpecifier' && name.isTypeOnly);
      return [{ specifier: item.source.value, typeOnly: item.typeOnly || onlyTypes }];
    }
    case 'ExportAllDeclaration':
      return [{ specifier: item.source.value, typeOnly: 'typeOnly' in item && item.typeOnly === true }];
    case 'ExportNamedDeclaration':
      return item.source ? [{ specifier: item.source.value, typeOnly: item.typeOnly }] : [];
    default:
      return [];
  }
}

/** Circles among imports of values: those of types alone vanish when the program runs. */
function circles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const found: string[] = [];
  const visit = (file: string) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push(`a circle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    trail.push(file);
    for (const next of edges.get(file) ?? []) visit(next);
    trail.pop();
    state.set(file, 'done');
  };
  for (const file of edges.keys()) visit(file);
  return found;
}

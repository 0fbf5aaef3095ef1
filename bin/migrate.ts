/** `migrate apply` brings the database to this version; `migrate create NAME` writes the SQL of a changed schema.prisma. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { Pool } from 'pg';
import { z } from 'zod';
import { openDatabase } from '../infra/database';
import { seed } from '../prisma/seed/seed';

const root = path.resolve(__dirname, '..');
const folder = path.join(root, 'prisma/migrations');
const schemaFile = path.join(root, 'prisma/schema.prisma');
const filters = { externalTables: [], externalEnums: [] };

/** Node has it; TypeScript's own library declares it for browsers alone. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/** The part of the schema engine (WASM, so that no native binary is downloaded) that we call. */
interface SchemaEngine {
  applyMigrations(input: unknown): Promise<unknown>;
  diff(input: unknown): Promise<unknown>;
  free(): void;
}

/** A migration as one multi-statement query, so all or nothing; the adapter's own way cuts it at every semicolon. */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (sql) => {
      await adapter.executeRaw({ sql, args: [], argTypes: [] });
    };
    return adapter;
  }
}

/** Lends the engine to `work`, and closes it and its connections. */
async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const pool = new Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  const engine = await openEngine(pool);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

async function openEngine(pool: Pool): Promise<SchemaEngine> {
  loading ??= loadEngine();
  const engine = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  return engine.SchemaEngine.new(
    { datamodels: [[schemaFile, await readFile(schemaFile, 'utf8')]] },
    () => {},
    adapter,
  );
}

/** Once a process: its JavaScript keeps hold of the memory of the first instance. */
let loading: ReturnType<typeof loadEngine> | undefined;

async function loadEngine() {
  const require = createRequire(__filename);
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  });
  const engine = require('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const imports = { ...engine };
  // Its lock's timer of 10 s is never cleared, and would keep a finished process for as long.
  for (const name of Object.keys(imports).filter((key) => key.startsWith('__wbg_setTimeout_'))) {
    imports[name] = (call: () => void, ms: number) => setTimeout(call, ms).unref();
  }
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), {
    './schema_engine_bg.js': imports,
  });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function migrationsList() {
  const migrationDirectories = await Promise.all(
    (await migrationNames()).map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: await readFile(path.join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}

const Applied = z.object({ appliedMigrationNames: z.array(z.string()) });
const Diff = z.object({ stdout: z.string() });

/**
 * Applies what is missing, in order, and records it in `_prisma_migrations`.
 * @param databaseUrl of the owner of the schema.
 * @returns the names applied now; throws with the engine's sentence when one fails.
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  return withEngine(databaseUrl, async (engine) => {
    const applied = await engine.applyMigrations({ migrationsList: await migrationsList(), filters });
    return Applied.parse(applied).appliedMigrationNames;
  });
}

/** Brings a database to this version: its tables, then the prices and regions that it ships with, once. */
export async function prepareDatabase(databaseUrl: string): Promise<string[]> {
  const applied = await applyMigrations(databaseUrl);
  const db = openDatabase({ url: databaseUrl, pool: 1, statementTimeoutMs: 60_000 });
  await seed(db).finally(() => db.$disconnect());
  return applied;
}

/** Writes the SQL between the schema kept beside the newest migration and today's; no shadow database is needed. */
async function createMigration(databaseUrl: string, name: string, now: Date): Promise<string> {
  const last = (await migrationNames()).at(-1);
  const kept = last && path.join(folder, last, 'schema.prisma');
  const from = kept
    ? { tag: 'schemaDatamodel', files: [{ path: kept, content: await readFile(kept, 'utf8') }] }
    : { tag: 'empty' };
  const schema = await readFile(schemaFile, 'utf8');
  const to = { tag: 'schemaDatamodel', files: [{ path: schemaFile, content: schema }] };
  const input = { from, to, script: true, shadowDatabaseUrl: null, exitCode: null, filters };
  const diff = await withEngine(databaseUrl, (engine) => engine.diff(input));
  const target = path.join(folder, `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`);
  await mkdir(target, { recursive: true });
  const sql = `SET lock_timeout = '3s';\n\n${Diff.parse(diff).stdout}`;
  await writeFile(path.join(target, 'migration.sql'), sql);
  await writeFile(path.join(target, 'schema.prisma'), schema);
  return target;
}

async function main([command, name]: string[]): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (command === 'create' && name && url) {
    console.log(await createMigration(url, name, new Date()));
  } else if (command === 'apply' && url) {
    const applied = await prepareDatabase(url);
    console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'the database is up to date');
  } else {
    throw new Error('usage: migrate apply | migrate create NAME, with DATABASE_URL of the owner');
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

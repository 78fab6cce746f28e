import { createRequire } from 'node:module';
import path from 'node:path';
import type DatabaseConstructor from 'better-sqlite3';
import { InventoryError } from '../../errors.ts';

export type Database = DatabaseConstructor.Database;
export type Statement<
  Parameters extends unknown[] = unknown[],
  Row = unknown,
> = DatabaseConstructor.Statement<Parameters, Row>;

/** Node-API 10 is what better-sqlite3 13 is built for; with less it does not fail but crash the process. */
const NAPI_OF_VERSION_13 = 10;
const require = createRequire(import.meta.url);

/**
 * Opens a database. Loads better-sqlite3 on first use, so that `--help` need not, and says in a sentence what is wrong
 * where the installed one cannot work.
 */
export function openDatabase(file: string, options: DatabaseConstructor.Options = {}): Database {
  assertUsableName(file);
  refuseToCrash();
  try {
    const Database = require('better-sqlite3') as typeof DatabaseConstructor;
    return new Database(file, options);
  } catch (error) {
    throw asDriverError(error);
  }
}

/** Refuses a name with white space at either end: the driver leaves that out, and opens another file. */
export function assertUsableName(file: string): void {
  if (file !== file.trim())
    throw new InventoryError(`'${file}' begins or ends with white space: give it another name.`);
}

/** See https://github.com/WiseLibs/better-sqlite3/issues/1514. */
function refuseToCrash(): void {
  const { version, isPrebuilt } = driver();
  if (!isPrebuilt || Number(process.versions['napi']) >= NAPI_OF_VERSION_13) return;
  throw new InventoryError(
    `better-sqlite3 ${version} does not run on Node ${process.versions.node}: use Node 22.14 or newer, or install better-sqlite3@12.`,
  );
}

/** The installed better-sqlite3. From version 13 on it brings its binaries along, and builds none. */
function driver(): { readonly version: string; readonly isPrebuilt: boolean } {
  const { version } = require('better-sqlite3/package.json') as { version: string };
  return { version, isPrebuilt: Number.parseInt(version, 10) >= 13 };
}

/** The binary is loaded with the first database, so that its errors come from there. */
function asDriverError(error: unknown): unknown {
  const reason = error instanceof Error && whyNotLoaded(error);
  if (!reason) return error;
  const remedy = driver().isPrebuilt
    ? 'install stowage again'
    : `run npm rebuild better-sqlite3 in ${homeOfDriver()}`;
  return new InventoryError(`better-sqlite3 cannot be loaded, because ${reason}: ${remedy}.`, {
    cause: error,
  });
}

function whyNotLoaded({ message, code }: NodeJS.ErrnoException): string | undefined {
  const isMissing = code === 'MODULE_NOT_FOUND' && message.includes('better_sqlite3.node');
  if (isMissing || message.startsWith('Could not locate the bindings file')) return 'its binary is missing';
  if (code !== 'ERR_DLOPEN_FAILED') return undefined;
  return message.includes('NODE_MODULE_VERSION')
    ? `its binary was built for another Node than ${process.versions.node}`
    : `its binary is damaged or for another system (${message.split('\n', 1)[0]})`;
}

/** The directory in whose node_modules the driver lies: there npm can rebuild it. */
function homeOfDriver(): string {
  return path.join(require.resolve('better-sqlite3/package.json'), '../../..');
}

import { createRequire } from 'node:module';
import type DatabaseConstructor from 'better-sqlite3';
import { InventoryError } from '../../errors.ts';

export type Database = DatabaseConstructor.Database;
export type Statement = DatabaseConstructor.Statement;

/** Node-API 10 is what better-sqlite3 13 is built for; with less it does not fail but crash the process. */
const NAPI_OF_VERSION_13 = 10;
const require = createRequire(import.meta.url);

/**
 * Opens a database. Loads better-sqlite3 on first use, so that `--help` need not, and says in a sentence what is wrong
 * where the installed one cannot work (https://github.com/WiseLibs/better-sqlite3/issues/1514).
 */
export function openDatabase(path: string, options: DatabaseConstructor.Options = {}): Database {
  const { version } = require('better-sqlite3/package.json') as { version: string };
  if (Number.parseInt(version, 10) >= 13 && Number(process.versions['napi']) < NAPI_OF_VERSION_13) {
    throw new InventoryError(
      `better-sqlite3 ${version} does not run on Node ${process.versions.node}: use Node 22.14 or newer, or install better-sqlite3@12.`,
    );
  }
  try {
    const Database = require('better-sqlite3') as typeof DatabaseConstructor;
    return new Database(path, options);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('Could not locate the bindings file'))
      throw error;
    throw new InventoryError(
      'better-sqlite3 was installed without its binary, because npm did not run its install script: reinstall with npm i -g --allow-scripts=better-sqlite3 stowage.',
      { cause: error },
    );
  }
}

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { InventoryError } from '../../errors.ts';
import { asDamage, DamageError } from '../format/damage.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from '../format/schema.ts';
import { checkSeal, journalOf } from '../format/seal.ts';
import { assertUsableName, type Database, openDatabase } from '../format/sqlite.ts';
import { behindSymlink } from './behind-symlink.ts';
import { guard } from './guarded-database.ts';
import { assertOwnSchema, INVENTORY_SQL } from './own-schema.ts';

/** An inventory opened for questions. It is never written to. */
export interface Inventory {
  readonly path: string;
  /** Throws InventoryError where it meets damage. */
  readonly database: Database;
  readonly scan: ScanRow;
  close(): void;
}

/** The one row of the table `scan`. */
export interface ScanRow {
  readonly id: string;
  readonly volume: string;
  readonly stowage_version: string;
  readonly scanned_at: number;
  readonly duration_ms: number;
  readonly newest_at: number;
  readonly is_complete: number;
  readonly is_undetermined: number;
  readonly trusted_before: number;
  readonly reads_every_link: number;
  readonly reads_configs: number;
  readonly sizes_agree: number;
  readonly blobs_before: number | null;
  readonly repositories_before: number | null;
  readonly filesystem_bytes: number | null;
  readonly filesystem_available_bytes: number | null;
  readonly has_cache_state: number;
  readonly said_cache: number | null;
  readonly blobs: number;
  readonly blob_bytes: number;
  readonly allocated_bytes: number;
  readonly tagged_bytes: number;
  readonly untagged_bytes: number;
  readonly unreferenced_bytes: number;
  readonly upload_bytes: number;
  readonly other_files: number;
  readonly other_bytes: number;
}

/**
 * Opens an inventory.
 * @throws InventoryError where there is none, it is damaged, something else, or written by a newer version.
 */
export function openInventory(path: string): Inventory {
  if (!existsSync(path)) {
    throw new InventoryError(
      `There is no inventory ${path}: run 'stowage scan <volume>' first, or name one with --db.`,
    );
  }
  const version = identify(path);
  if (version === 'not ours')
    throw new InventoryError(`${path} is no inventory of stowage: name one with --db.`);
  if (version > SCHEMA_VERSION) {
    throw new InventoryError(
      `${path} was written by a newer stowage (format ${version}, this one reads ${SCHEMA_VERSION}): use that version, or scan again into another file.`,
    );
  }
  if (version < SCHEMA_VERSION) {
    throw new InventoryError(
      `${path} was written by an older stowage (format ${version}): scan again to renew it.`,
    );
  }
  return open(behindSymlink(path));
}

function open(path: string): Inventory {
  let database: Database | undefined;
  try {
    assertWhole(path);
    database = openDatabase(path, { readonly: true, fileMustExist: true });
    // The file may come from somebody else: no SQL hidden in it may run, no page is believed unchecked.
    // Nobody writes to a published inventory, so its lock is taken once and not for each of 100,000 lookups (35 µs
    // each, 2 without), and shared with other readers all the same.
    const lockOnce = 'locking_mode = EXCLUSIVE';
    for (const pragma of ['trusted_schema = OFF', 'cell_size_check = ON', 'cache_size = -65536', lockOnce]) {
      database.pragma(pragma);
    }
    assertOwnSchema(database, 'main', path, INVENTORY_SQL);
    const guarded = guard(database);
    const scan = guarded.prepare('SELECT * FROM scan').get() as ScanRow | undefined;
    if (scan === undefined) throw new InventoryError(`${path} is not complete: scan again.`);
    return { path, database: guarded, scan, close: () => guarded.close() };
  } catch (error) {
    database?.close();
    throw asDamage(path, error);
  }
}

/** Refuses an inventory in which any byte is not the one that was written: SQLite sees no number that is another. */
function assertWhole(path: string): void {
  const state = reading(path, () => checkSeal(path));
  if (state === 'whole beside a journal')
    throw new InventoryError(`${journalOf(path)} does not belong to ${path}: remove it, or scan again.`);
  if (state !== 'whole') throw new DamageError(path, 'its bytes are not those that were written');
}

/** Refuses to replace a file that is no inventory, one that a newer version wrote, or one that could not be opened again. */
export function assertReplaceable(path: string): void {
  assertUsableName(path);
  const stat = reading(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stat === undefined || (stat.isFile() && stat.size === 0)) return;
  const version = identify(path);
  if (version === 'not ours') {
    throw new InventoryError(`${path} exists and is no inventory of stowage: name another file with --db.`);
  }
  if (version > SCHEMA_VERSION) {
    throw new InventoryError(
      `${path} was written by a newer stowage (format ${version}): name another file with --db.`,
    );
  }
}

/**
 * The format version in the header of an SQLite file (bytes 60 and 68, https://www.sqlite.org/fileformat.html): read
 * without SQLite, so that a file that is none is not taken for an empty database.
 */
function identify(path: string): number | 'not ours' {
  const header = reading(path, () => headerOf(path));
  const isOurs =
    header?.toString('latin1', 0, 16) === 'SQLite format 3\0' && header.readUInt32BE(68) === APPLICATION_ID;
  return isOurs ? header.readUInt32BE(60) : 'not ours';
}

/** The first bytes; undefined where it is no file. */
function headerOf(path: string): Buffer | undefined {
  if (!statSync(path).isFile()) return undefined;
  const header = Buffer.alloc(100);
  const fd = openSync(path, 'r');
  try {
    readSync(fd, header, 0, header.length, 0);
    return header;
  } finally {
    closeSync(fd);
  }
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InventoryError(`Cannot read ${path}: ${(error as Error).message}.`, { cause: error });
  }
}

import type { Freed, SharedFiles } from '../graph/shared-files.ts';
import type { SizedBlobs } from '../graph/shares.ts';
import { digestText } from '../inventory/format/digest-column.ts';
import { forEachRow, readNumbers } from '../inventory/format/read-numbers.ts';
import { BLOB_STATES, type BlobState, IS_NOT_TAGGED } from '../inventory/format/schema.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { digestToBytes, parseDigest } from '../registry/digest.ts';
import { type LoadedBlob, loadBlobs } from './load-blobs.ts';
import { loadSharedFiles } from './load-shared-files.ts';
import { once } from './once.ts';

/** What is said of a blob. */
type BlobDetails = Pick<LoadedBlob, 'digest' | 'bytes' | 'modifiedAt'>;

/** Of a blob of which a damaged inventory has no row. */
const NO_ROW: BlobDetails = { digest: '', bytes: 0, modifiedAt: 0 };

/** So many blobs are read one by one as cheaply as all garbage at once, where there is much of it. */
const FEW = 1000;

/** All digests of the volume by id, with what is known of the blobs of those that have one. */
export class Blobs {
  readonly #inventory: Inventory;
  /** The highest id. */
  readonly highest: number;
  /** Those that were asked for: few are. */
  readonly #details = new Map<number, BlobDetails>();
  readonly #row;
  readonly #stateRow;
  readonly #idRow;
  /** All blobs of this state and of lower ones are among the details. */
  #learntState = -1;
  #presence: Uint8Array | undefined;
  /** By blob id, once somebody has asked for all of them. */
  #sizes: Float64Array | undefined;
  readonly #files: () => SharedFiles;
  readonly #sized: () => SizedBlobs;

  constructor(inventory: Inventory) {
    const { database } = inventory;
    this.#inventory = inventory;
    this.#row = database.prepare<[number], Omit<BlobDetails, 'digest'> & { digest: Buffer | string }>(
      `SELECT digest, coalesce(bytes, 0) AS bytes, coalesce(modified_at, 0) AS modifiedAt FROM blob WHERE id = ?`,
    );
    this.#stateRow = database
      .prepare<[number], number | null>('SELECT coalesce(state, 0) FROM blob WHERE id = ?')
      .pluck();
    this.#idRow = database.prepare<[Buffer | string], number>('SELECT id FROM blob WHERE digest = ?').pluck();
    this.highest = database.prepare<[], number | null>('SELECT max(id) FROM blob').pluck().get() ?? 0;
    this.#files = once(() => loadSharedFiles(database));
    this.#sized = once(() => this.#loadSizes());
  }

  /** By id: 1 for a blob that is there. Not to be written to. */
  get presence(): Uint8Array {
    this.#presence ??= loadPresence(this.#inventory, this.highest);
    return this.#presence;
  }

  isPresent(blob: number): boolean {
    return this.presence[blob] === 1;
  }

  /** Which blobs are names of one file. */
  get files(): SharedFiles {
    return this.#files();
  }

  /** The sizes of all of them, loaded at once: 0 for one that is not there. */
  get sized(): SizedBlobs {
    return this.#sized();
  }

  /** 0 for a blob that is not there. */
  bytesOf(blob: number): number {
    return this.#sizes === undefined ? this.#detailsOf(blob).bytes : (this.#sizes[blob] ?? 0);
  }

  digestOf(blob: number): string {
    return this.#detailsOf(blob).digest;
  }

  /** The id of a digest; undefined for one that nothing in the volume mentions. */
  idOf(text: string): number | undefined {
    const digest = parseDigest(text);
    return this.#idRow.get(digest === undefined ? text : Buffer.from(digestToBytes(digest)));
  }

  /** In microseconds; 0 for a blob that is not there. */
  modifiedAtOf(blob: number): number {
    return this.#detailsOf(blob).modifiedAt;
  }

  /** The state that the scan found, as an index into BLOB_STATES; 0 for a blob that is not there. */
  scannedStateOf(blob: number): number {
    return this.#stateRow.get(blob) ?? 0;
  }

  /** What becomes free of `blobs` where all of which `goes` is true go, they among them. */
  freed(blobs: Iterable<number>, goes: (blob: number) => boolean): Freed {
    return this.files.freed(blobs, (blob) => this.bytesOf(blob), goes);
  }

  /** Blobs that the scan found in a state or in a lower one, `tagged` being the highest. */
  inState(highest: Exclude<BlobState, 'tagged'>): Generator<LoadedBlob> {
    const state = BLOB_STATES.indexOf(highest);
    return loadBlobs(this.#inventory.database, `${IS_NOT_TAGGED} AND state <= ?`, state);
  }

  /** Reads the details of many blobs at once; `mostly` is the state of blobs that most of them have, or a lower one. */
  learn(blobs: readonly number[], mostly: Exclude<BlobState, 'tagged'>): void {
    const { database } = this.#inventory;
    const state = BLOB_STATES.indexOf(mostly);
    // An index has garbage together, in a third of the time; that pays where it is many.
    if (state > this.#learntState && blobs.length > FEW) {
      const unlearnt = `${IS_NOT_TAGGED} AND state > ? AND state <= ?`;
      this.#keep(loadBlobs(database, unlearnt, this.#learntState, state));
      this.#learntState = state;
    }
    const others = blobs.filter((blob) => !this.#details.has(blob));
    if (others.length === 0) return;
    this.#keep(loadBlobs(database, 'id IN (SELECT value FROM json_each(?))', JSON.stringify(others)));
  }

  #keep(blobs: Iterable<LoadedBlob>): void {
    for (const blob of blobs) this.#details.set(blob.id, blob);
  }

  #detailsOf(blob: number): BlobDetails {
    const known = this.#details.get(blob);
    if (known !== undefined) return known;
    const row = this.#row.get(blob);
    const details = row === undefined ? NO_ROW : { ...row, digest: digestText(row.digest) };
    this.#details.set(blob, details);
    return details;
  }

  #loadSizes(): SizedBlobs {
    const sizes = new Float64Array(this.highest + 1);
    this.#sizes = sizes;
    const { database } = this.#inventory;
    const [all] = readNumbers(database, ['bytes'], '(SELECT bytes FROM blob ORDER BY id)');
    // Ids have no gaps, but where an inventory is damaged.
    if (all.length === this.highest) sizes.set(all, 1);
    else
      forEachRow(this.#inventory.database, ['id', 'bytes'], 'blob WHERE bytes > 0', (id, bytes) => {
        sizes[id] = bytes;
      });
    return { count: this.highest, bytesOf: (blob) => sizes[blob] as number, files: this.files };
  }
}

/** By blob id: 1 for a blob that is there. */
function loadPresence({ database, scan }: Inventory, highest: number): Uint8Array {
  const isThere = new Uint8Array(highest + 1);
  if (scan.blobs === highest) return isThere.fill(1, 1);
  // Nearly all are there: it is cheaper to ask for the others, unless there are ids that no row has.
  const [absent] = readNumbers(database, ['id'], 'blob WHERE bytes IS NULL');
  if (scan.blobs + absent.length === highest) {
    isThere.fill(1, 1);
    for (const id of absent) isThere[id] = 0;
  } else {
    const [present] = readNumbers(database, ['id'], 'blob WHERE bytes IS NOT NULL');
    for (const id of present) isThere[id] = 1;
  }
  return isThere;
}

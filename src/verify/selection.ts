import { Int32List } from '../graph/growing-array.ts';
import type { VerifiedStore } from '../inventory/beside/verified.ts';
import type { Database } from '../inventory/format/sqlite.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { digestFromBytes } from '../registry/digest.ts';
import { type DigestList, DigestListWriter } from '../registry/digest-list.ts';
import { blobsOf } from './scope.ts';

/** Which blobs to verify. */
export interface SelectionOptions {
  /** Only what these lead to, as people write them: `team/app`, `team/app:tag`. */
  readonly repositories?: readonly string[];
  /** Only blobs written this lately. */
  readonly newerThanMs?: number;
  /** Only this share of the blobs, 0 to 1: those verified longest ago or never, at random among these. */
  readonly sample?: number;
}

/** Blobs to be verified. */
export interface Selection {
  readonly blobs: number;
  readonly bytes: number;
  /** Blobs that were found sound not long ago. */
  readonly skipped: number;
  /** The digests in pieces of work, in the order of the inodes, which mostly is the order on the disk. */
  readonly pieces: Iterable<DigestList>;
}

/** A piece of work is about this large: a message for each is nothing beside hashing it. */
const PIECE_BYTES = 32 * 1024 * 1024;
const PIECE_BLOBS = 500;

/** Chooses blobs, and leaves out those found sound since `soundSince` (microseconds since 1970). */
export function selectBlobs(
  inventory: Inventory,
  store: VerifiedStore,
  options: SelectionOptions,
  soundSince: number,
): Selection {
  const { repositories = [], newerThanMs, sample = 1 } = options;
  const scope = repositories.length === 0 ? undefined : blobsOf(inventory, repositories);
  const modifiedSince = newerThanMs === undefined ? -Infinity : (Date.now() - newerThanMs) * 1000;
  const open = new Int32List();
  let [candidates, skipped] = [0, 0];
  for (const [blob, soundAt] of store.candidates(modifiedSince)) {
    if (scope !== undefined && !scope.has(blob)) continue;
    candidates++;
    if (soundAt !== null && soundAt >= soundSince) skipped++;
    else open.push(blob);
  }
  const chosen = open.view().subarray(0, Math.ceil(candidates * sample));
  return { skipped, ...inDiskOrder(inventory, chosen) };
}

function inDiskOrder({ database }: Inventory, chosen: Int32Array): Omit<Selection, 'skipped'> {
  const isChosen = new Uint8Array(chosen.reduce((highest, blob) => Math.max(highest, blob), 0) + 1);
  for (const blob of chosen) isChosen[blob] = 1;
  const ordered = new Int32List();
  let bytes = 0;
  const rows = database
    .prepare<[], [number, number]>('SELECT id, bytes FROM blob WHERE bytes IS NOT NULL ORDER BY inode, id')
    .raw();
  for (const [blob, size] of rows.iterate()) {
    if (isChosen[blob] !== 1) continue;
    ordered.push(blob);
    bytes += size;
  }
  return { blobs: ordered.length, bytes, pieces: cutIntoPieces(database, ordered.view()) };
}

function* cutIntoPieces(database: Database, blobs: Int32Array): Generator<DigestList> {
  const find = database.prepare<[number], BlobRow>('SELECT digest, bytes FROM blob WHERE id = ?');
  let piece = new DigestListWriter();
  let bytes = 0;
  for (const blob of blobs) {
    const row = find.get(blob) as BlobRow;
    piece.append(digestFromBytes(row.digest));
    bytes += row.bytes;
    if (bytes < PIECE_BYTES && piece.count < PIECE_BLOBS) continue;
    yield piece.finish();
    piece = new DigestListWriter();
    bytes = 0;
  }
  if (piece.count > 0) yield piece.finish();
}

interface BlobRow {
  readonly digest: Buffer;
  readonly bytes: number;
}

import { DEFAULT_MIN_AGE_MS } from '../../analyze/times.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import type { SharedFiles } from '../../graph/shared-files.ts';
import { BLOB_STATES } from '../../inventory/format/schema.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { Row, Table } from './table.ts';

export const blobs: Table = {
  name: 'blobs',
  description: 'Blobs that are on the disk.',
  columns: [
    { name: 'digest', type: 'digest', description: 'its digest' },
    { name: 'bytes', type: 'int64', description: 'the length of its file' },
    { name: 'allocated_bytes', type: 'int64', description: 'what the file system gave the file' },
    { name: 'modified_at', type: 'timestamp', description: 'when the file was last written to' },
    { name: 'state', type: 'text', description: '`tagged`, `untagged` or `unreferenced`' },
    { name: 'repositories', type: 'int64', description: 'how many repositories of the registry lead to it' },
    {
      name: 'is_young',
      type: 'boolean',
      description: 'true: written to less than 24 hours before the scan, so perhaps part of a push in flight',
    },
    {
      name: 'counted_bytes',
      type: 'int64',
      description:
        '`bytes`, or 0 where the file counts for another blob, whose it is as well: these add up to what is on the disk',
    },
    {
      name: 'orphan_bytes',
      type: 'int64',
      description:
        'of an unreferenced blob: what becomes free of it where all of them go, which is nothing where the file has another name that stays; else 0',
    },
  ],
  rows: blobRows,
};

const UNREFERENCED = BLOB_STATES.indexOf('unreferenced');
const STATE = `CASE state ${BLOB_STATES.map((name, state) => `WHEN ${state} THEN '${name}'`).join(' ')} END`;
const SQL = `SELECT id, bytes, allocated_bytes, modified_at, ${STATE}, repositories,
    modified_at > ?, iif(hard_link_of IS NULL, bytes, 0), iif(state = ${UNREFERENCED}, bytes, 0)
  FROM blob WHERE bytes IS NOT NULL ORDER BY digest`;

function* blobRows(inventory: Inventory): Generator<Row> {
  const { database, scan } = inventory;
  const youngSince = scan.scanned_at - DEFAULT_MIN_AGE_MS * 1000;
  const { files } = contentsOf(inventory).blobs;
  const rows = database.prepare<[number], unknown[]>(SQL).raw().iterate(youngSince);
  if (files.isEmpty) return yield* rows;
  const freed = freedBytes(inventory, files, youngSince);
  for (const row of rows) {
    const bytes = freed.get(row[ID] as number);
    if (bytes !== undefined) row[ORPHAN_BYTES] = bytes;
    yield row;
  }
}

const ID = 0;
const ORPHAN_BYTES = 8;

/** Of each blob whose file has several names: what becomes free of it where all unreferenced blobs go that are as old. */
function freedBytes(
  inventory: Inventory,
  files: SharedFiles,
  youngSince: number,
): ReadonlyMap<number, number> {
  const { blobs } = contentsOf(inventory);
  const ageOf = (blob: number) => (blobs.modifiedAtOf(blob) > youngSince ? 'young' : 'old');
  const isOrphan = (blob: number) => blobs.isPresent(blob) && blobs.scannedStateOf(blob) === UNREFERENCED;
  const freed = new Map<number, number>();
  for (const [blob] of files) {
    const age = ageOf(blob);
    const goes = (each: number) => isOrphan(each) && ageOf(each) === age;
    const ofFile = [files.keeperOf(blob), ...files.othersOf(files.keeperOf(blob))].filter(goes);
    freed.set(blob, ofFile[0] === blob ? blobs.freed(ofFile, goes).bytes : 0);
  }
  return freed;
}

import { endianness } from 'node:os';
import type { Graph } from '../../graph/graph.ts';
import { Int32List } from '../../graph/growing-array.ts';
import { damage } from './damage.ts';
import { readNumbers } from './read-numbers.ts';
import type { Database } from './sqlite.ts';

/*
 * Columns of the largest tables once more, each in one value: what a query walks from end to end is loaded from here in
 * a tenth of the time that its rows take (20 ms instead of 200 for 174,000 layer links, 60,000 revisions and
 * 228,000 references).
 */

/** How `manifest.form` is packed: what refers to a config and layers, in whatever form, is an image. */
export const PackedForm = { image: 1, index: 2, unparsable: 3 } as const;

const FORM = `CASE form WHEN 'index' THEN ${PackedForm.index} WHEN 'unparsable' THEN ${PackedForm.unparsable}
  ELSE ${PackedForm.image} END AS form`;
const IN_REPOSITORIES = 'repository_id >= ? AND repository_id < ?';

/** Which columns are packed, and from where: the rows of a range of their key. */
const PACKED = {
  revision: {
    columns: ['repository_id', 'blob_id'],
    from: `revision WHERE ${IN_REPOSITORIES}`,
    key: 'repository_id',
  },
  layer_link: {
    columns: ['repository_id', 'blob_id'],
    from: `layer_link WHERE ${IN_REPOSITORIES}`,
    key: 'repository_id',
  },
  tag: {
    columns: ['id', 'repository_id', 'target_id'],
    from: `(SELECT id, repository_id, target_id FROM tag WHERE ${IN_REPOSITORIES} ORDER BY repository_id, name)`,
    key: 'repository_id',
  },
  manifest: {
    columns: ['blob_id', 'form'],
    from: `(SELECT blob_id, ${FORM} FROM manifest WHERE blob_id >= ? AND blob_id < ?)`,
    key: 'blob_id',
  },
} as const;

/** In pieces, because rows cost ten times as much memory while they are read. */
const IDS_AT_ONCE = { repository_id: 500, blob_id: 250_000 };

type PackedTable = keyof typeof PACKED;
type ColumnOf<Table extends PackedTable> = (typeof PACKED)[Table]['columns'][number];

/** Packs the columns of an inventory that is otherwise done; what manifests refer to is taken from `graph`. */
export function packColumns(database: Database, graph: Graph): void {
  for (const table of Object.keys(PACKED) as PackedTable[]) packTable(database, table);
  packReferences(database, graph);
}

function packTable(database: Database, table: PackedTable): void {
  const { columns, from, key } = PACKED[table];
  const packed = columns.map(() => new Int32List());
  const [highest, step] = [highestOf(database, key, table), IDS_AT_ONCE[key]];
  for (let id = 0; id <= highest; id += step) {
    const numbers = readNumbers(database, columns, from, id, id + step);
    for (const [at, list] of packed.entries()) for (const number of numbers[at] ?? []) list.push(number);
  }
  for (const [at, column] of columns.entries())
    pack(database, table, column, (packed[at] as Int32List).view());
}

function highestOf(database: Database, column: string, table: string): number {
  return database.prepare(`SELECT coalesce(max(${column}), 0) FROM ${table}`).pluck().get() as number;
}

function packReferences(database: Database, graph: Graph): void {
  const { referenceCount } = graph;
  const [manifests, blobs] = [new Int32Array(referenceCount), new Int32Array(referenceCount)];
  const foreign = new Int32List();
  let place = 0;
  graph.forEachManifest((manifest) =>
    graph.forEachReference(manifest, (blob, isForeign) => {
      if (isForeign) foreign.push(place);
      manifests[place] = manifest;
      blobs[place] = blob;
      place++;
    }),
  );
  pack(database, 'reference', 'manifest_id', manifests);
  pack(database, 'reference', 'blob_id', blobs);
  pack(database, 'reference', FOREIGN, foreign.view());
}

/** Not the column itself, but the rows in which it is 1: they are rare. */
const FOREIGN = 'is_foreign';

/** Loads the packed columns of a table. */
export function loadColumns<Table extends PackedTable>(
  database: Database,
  table: Table,
): Record<ColumnOf<Table>, Int32Array> {
  const loaded = PACKED[table].columns.map((column) => [column, unpack(database, table, column)]);
  return Object.fromEntries(loaded) as Record<ColumnOf<Table>, Int32Array>;
}

/** The rows of each repository, which stand together: from `start` to before `end`. */
export function* runsOf(
  repositories: Int32Array | Float64Array,
): Generator<{ readonly repository: number; readonly start: number; readonly end: number }> {
  for (let start = 0, end = 0; start < repositories.length; start = end) {
    while (end < repositories.length && repositories[end] === repositories[start]) end++;
    yield { repository: repositories[start] as number, start, end };
  }
}

/** Loads what manifests refer to into a graph. */
export function loadReferences(database: Database, graph: Graph): void {
  const load = (column: string) => unpack(database, 'reference', column);
  const manifests = load('manifest_id');
  const highest = highestOf(database, 'id', 'blob');
  // The graph has room for the highest of them, be it real or a damaged bit.
  if (manifests.some((manifest) => manifest < 0 || manifest > highest))
    throw damage(database, 'packed column reference.manifest_id');
  graph.setReferences(manifests, load('blob_id'), new Set(load(FOREIGN)));
}

function pack(database: Database, table: string, column: string, numbers: Int32Array): void {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  database
    .prepare('INSERT OR REPLACE INTO packed_column (of_table, of_column, numbers) VALUES (?, ?, ?)')
    .run(table, column, littleEndian(bytes));
}

function unpack(database: Database, table: string, column: string): Int32Array {
  const stored = database
    .prepare<[string, string], Buffer>(
      'SELECT numbers FROM packed_column WHERE of_table = ? AND of_column = ?',
    )
    .pluck()
    .get(table, column);
  if (stored === undefined || stored.length % 4 !== 0)
    throw damage(database, `packed column ${table}.${column}`);
  const numbers = new Int32Array(stored.length / 4);
  littleEndian(stored).copy(Buffer.from(numbers.buffer));
  return numbers;
}

/** From this machine's order of bytes to that of the file, or back: an inventory may be read on another machine. */
function littleEndian(bytes: Buffer): Buffer {
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

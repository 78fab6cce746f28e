import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import { certaintyOf, trustIn } from '../analyze/trust/trust.ts';
import { UsageError } from '../errors.ts';
import { digestText } from '../inventory/format/digest-column.ts';
import { BLOB_STATES, type BlobState } from '../inventory/format/schema.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { ExportOptions } from './export-options.ts';
import { joinPieces } from './pieces.ts';

type DigestOptions = Pick<ExportOptions, 'states' | 'isBare' | 'minAgeMs'>;

/**
 * The digests of blobs on the disk, one a line, in the order of `LC_ALL=C sort`, in memory that does not grow with them.
 *
 * A list without the tagged is a list of what might go: it leaves out the young. A list with them is one of what stays,
 * and what is not in it is taken for what might go: it has the young.
 * @throws UsageError where it is undetermined of which state a blob is, because a list has no place to say so.
 */
export function digestLines(inventory: Inventory, options: DigestOptions): Generator<string> {
  assertDetermined(inventory, options);
  const toText =
    options.isBare === true
      ? (stored: Buffer | string) => digestText(stored).replace(/^[^:]*:/, '')
      : (stored: Buffer | string) => digestText(stored);
  return joinPieces(linesOf(inventory, options, toText));
}

/** What is to be said of such a list, beside it. */
export function digestNotes({ database, scan }: Inventory, options: DigestOptions): string[] {
  const states = statesOf(options);
  if (mayStay(states)) return [];
  const youngSince = youngSinceOf(scan.scanned_at, options);
  const young = database
    .prepare<[number], number>(`SELECT count(*) FROM blob WHERE ${inStates(states)} AND modified_at > ?`)
    .pluck()
    .get(youngSince) as number;
  return [
    ...(young > 0 ? [`Young blobs left out, which are perhaps a push in flight: ${young}.`] : []),
    'Not a list of what is safe to delete: a running registry may use any of these again.',
  ];
}

function* linesOf(
  inventory: Inventory,
  options: DigestOptions,
  toText: (stored: Buffer | string) => string,
): Generator<string> {
  const states = statesOf(options);
  const isOld = mayStay(states)
    ? ''
    : ` AND modified_at <= ${youngSinceOf(inventory.scan.scanned_at, options)}`;
  // Bytes sort as their hex does; with the name of the algorithm before them those of one algorithm come together.
  for (const algorithm of options.isBare === true ? ['TRUE'] : BY_ALGORITHM) {
    const sql = `SELECT digest FROM blob WHERE ${algorithm} AND ${inStates(states)}${isOld} ORDER BY digest`;
    const digests = inventory.database.prepare<[], Buffer | string>(sql).pluck();
    for (const stored of digests.iterate()) yield `${toText(stored)}\n`;
  }
}

/** Conditions for those of each algorithm, in the order of their names. An index has all that are none of sha256. */
const BY_ALGORITHM = [
  'length(digest) = 32',
  'length(digest) <> 32 AND length(digest) = 48',
  'length(digest) <> 32 AND length(digest) = 64',
];

function statesOf({ states = [] }: DigestOptions): readonly BlobState[] {
  return states.length === 0 ? BLOB_STATES : BLOB_STATES.filter((state) => states.includes(state));
}

function mayStay(states: readonly BlobState[]): boolean {
  return states.includes('tagged');
}

function inStates(states: readonly BlobState[]): string {
  if (states.length === BLOB_STATES.length) return 'bytes IS NOT NULL';
  // Spelled so that the index of what no tag leads to answers, where that will do.
  const isGarbage = mayStay(states) ? '' : 'state < 2 AND ';
  return `${isGarbage}state IN (${states.map((state) => BLOB_STATES.indexOf(state))})`;
}

function youngSinceOf(scannedAt: number, { minAgeMs = DEFAULT_MIN_AGE_MS }: DigestOptions): number {
  return scannedAt - minAgeMs * 1000;
}

/** All blobs of the disk are its blobs, whatever is known of references. */
function assertDetermined(inventory: Inventory, options: DigestOptions): void {
  const states = statesOf(options);
  if (states.length === BLOB_STATES.length) return;
  // What tags lead to may be in doubt where it is not whether anything does.
  const dividesReferenced = states.includes('untagged') !== states.includes('tagged');
  const [caveat] = certaintyOf(trustIn(inventory), dividesReferenced).caveats ?? [];
  if (caveat !== undefined)
    throw new UsageError(
      `Which blobs are ${states.join(' and ')} is undetermined, and a list of digests has no place to say so: ${caveat.message} ${INSTEAD}`,
    );
}

const INSTEAD = 'stowage orphans says what is known.';

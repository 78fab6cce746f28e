import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import type { Contents } from '../contents/contents.ts';
import { contentsOf } from '../contents/contents-of.ts';
import { UsageError } from '../errors.ts';
import type { BlobSet } from '../graph/blob-set.ts';
import { digestText } from '../inventory/format/digest-column.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { type ListSource, readList } from './list/read-list.ts';
import { Matching, type OddLine, type StatusCount } from './matching.ts';
import { type BlobAmount, sumUnknown, type Unknown } from './unknown.ts';

/** Options of {@link reconcile}. */
export interface ReconcileOptions {
  /** The list: one digest a line, or CSV with a column `digest` and perhaps `size` and `status`. */
  readonly source: ListSource;
  /**
   * A blob modified less than this before the scan may be newer than the list: it is young.
   * @default 24 hours
   */
  readonly minAgeMs?: number;
  /** Digests to be told one by one: there may be millions. */
  readonly list?: 'unknown' | 'missing';
  /** Is told them: the unknown bytewise and without the young, the missing as the list has them. */
  readonly onDigest?: (digest: string) => void;
}

/** A blob of another size than the list says. */
export interface SizeMismatch {
  readonly digest: string;
  readonly bytes: number;
  readonly expected: number;
}

/** What was read of the list. */
export interface ReadRows {
  /** But for blank ones, comments and the header. */
  readonly lines: number;
  /** Lines that name a digest that another line before them named. */
  readonly repeated: number;
  /** Lines without a digest, and the first of them. */
  readonly odd: { readonly lines: number; readonly first?: OddLine };
  /** Lines with another status than `none`: their blobs count as unknown. */
  readonly setAside: readonly StatusCount[];
  /** Set where the list seems not to be what it should: it names no blob of the volume, or not one of its manifests. */
  readonly lacks?: Lack;
}

type Lack = keyof typeof LACKS;

/** What to say where a list lacks something: what to do with all that seems unknown is not to be told by it. */
export const LACKS = {
  all: 'The list names no blob of this volume: is it of another registry?',
  manifests:
    'The list names blobs of this volume and not one of its manifests: GitLab keeps these in the table manifests, not in blobs. Make the list of both.',
} as const;

/** A volume held against a list of what somebody knows. */
export interface Reconciliation {
  /** On the disk and in the list. Bytes count each file once. */
  readonly known: BlobAmount;
  /** On the disk and not in the list. */
  readonly unknown: Unknown;
  /** In the list and not on the disk. */
  readonly missing: {
    readonly blobs: number;
    /** Of these, layers that manifests say to fetch elsewhere, which need not be here. */
    readonly foreign: number;
    /** Set where there are so many that some may be counted more than once, if the list repeats them. */
    readonly mayRepeat?: true;
  };
  /** By digest. */
  readonly sizeMismatches: readonly SizeMismatch[];
  readonly list: ReadRows;
}

/**
 * Holds a volume against a list of digests, in memory that does not grow with the list.
 * @throws UsageError where the list cannot be read, or has no digest at all
 */
export async function reconcile(inventory: Inventory, options: ReconcileOptions): Promise<Reconciliation> {
  const contents = contentsOf(inventory);
  const { list, onDigest, minAgeMs = DEFAULT_MIN_AGE_MS } = options;
  const matching = new Matching(contents, list === 'missing' ? onDigest : undefined);
  await readList(options.source, (...row) => matching.take(...row));
  assertDigests(matching);
  const { unknown, blobs } = sumUnknown(
    contents,
    matching.known,
    inventory.scan.scanned_at - minAgeMs * 1000,
  );
  const lacks = findLack(contents, matching.known);
  if (list === 'unknown' && onDigest !== undefined) {
    if (lacks !== undefined) throw new UsageError(LACKS[lacks]);
    tellDigests(inventory, blobs, onDigest);
  }
  return {
    known: sumKnown(contents, matching.known),
    unknown,
    missing: {
      blobs: matching.missing,
      foreign: matching.foreign,
      ...(matching.mayRepeat && { mayRepeat: true }),
    },
    sizeMismatches: listMismatches(contents, matching.otherSizes),
    list: { ...rowsOf(matching), ...(lacks !== undefined && { lacks }) },
  };
}

function rowsOf({ lines, repeated, oddLines, firstOdd, setAside }: Matching): ReadRows {
  return {
    lines,
    repeated,
    odd: { lines: oddLines, ...(firstOdd !== undefined && { first: firstOdd }) },
    setAside: setAside.sort((a, b) => (a.status < b.status ? -1 : 1)),
  };
}

/** An empty list is more likely a query that failed than a database that knows nothing. */
function assertDigests({ lines, oddLines, firstOdd, setAside }: Matching): void {
  const aside = setAside.reduce((sum, each) => sum + each.lines, 0);
  if (lines > oddLines + aside) return;
  const expected = 'expected one digest a line, or CSV with a column digest';
  if (lines === 0) throw new UsageError(`The list is empty: ${expected}.`);
  if (firstOdd === undefined)
    throw new UsageError(
      `No row of the list has the status none, but ${setAside[0]?.status}: nothing is known.`,
    );
  throw new UsageError(
    `No line of the list is a digest: line ${firstOdd.line} is '${firstOdd.text}', ${expected}.`,
  );
}

function sumKnown({ blobs }: Contents, known: BlobSet): BlobAmount {
  let bytes = 0;
  const add = blobs.files.once((blob) => {
    bytes += blobs.sized.bytesOf(blob);
  });
  for (const blob of known) add(blob);
  return { blobs: known.size, bytes };
}

function findLack({ blobs, manifests, inventory }: Contents, known: BlobSet): Lack | undefined {
  if (known.size === 0) return inventory.scan.blobs === 0 ? undefined : 'all';
  let present = 0;
  for (let blob = 1; blob <= blobs.highest; blob++) {
    if (!manifests.has(blob) || !blobs.isPresent(blob)) continue;
    if (known.has(blob)) return undefined;
    present++;
  }
  return present > 0 ? 'manifests' : undefined;
}

function listMismatches({ blobs }: Contents, otherSizes: ReadonlyMap<number, number>): SizeMismatch[] {
  return [...otherSizes]
    .map(([blob, expected]) => ({
      digest: blobs.digestOf(blob),
      bytes: blobs.sized.bytesOf(blob),
      expected,
    }))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

function tellDigests({ database }: Inventory, blobs: BlobSet, onDigest: (digest: string) => void): void {
  const rows = database
    .prepare<[], [number, Buffer | string]>('SELECT id, digest FROM blob ORDER BY digest')
    .raw()
    .iterate();
  for (const [id, digest] of rows) if (blobs.has(id)) onDigest(digestText(digest, database));
}

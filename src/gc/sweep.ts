import { posix } from 'node:path';
import type { Inventory } from '../inventory/read/reader.ts';
import { DIGEST_BYTES, parseDigest } from '../registry/digest.ts';
import { BLOBS, blobDataPath } from '../registry/layout.ts';
import { type Abort, abortOn } from './abort.ts';
import type { BlobSet } from './blob-set.ts';
import type { CollectorView } from './collector-view.ts';
import { blobWalkAborts } from './walk-aborts.ts';

/** What a collection would take from the blob store. */
export interface Sweep {
  readonly blobs: readonly number[];
  /** Files named `data` in places where none belongs, and the digests of no other blob that it makes of them. */
  readonly misplaced: readonly MisplacedBlob[];
  readonly aborts: readonly Abort[];
}

/** A file named `data` where none belongs. */
interface MisplacedBlob {
  readonly path: string;
  readonly digest: string;
  /** Whether there is a directory where a blob of this digest belongs, which is what would be deleted. */
  readonly hasDirectory: boolean;
}

/** Every blob that is not marked; every regular file named `data` is one to a collector, wherever it stands. */
export function sweep(inventory: Inventory, view: CollectorView, marked: BlobSet): Sweep {
  const aborts = blobWalkAborts(inventory);
  const misplaced = new Map<string, MisplacedBlob>();
  const paths = inventory.database
    .prepare<[], string | Buffer>(`SELECT path FROM problem WHERE code = 'blob-misplaced' ORDER BY path`)
    .pluck();
  // A blob's directory that holds no blob is a problem itself, or what lies in it is.
  const directory = inventory.database.prepare(
    `SELECT 1 FROM problem WHERE path = @path OR path > @path || '/' AND path < @path || '0'`,
  );
  const stray = paths.all();
  const markedDigests = new Set(stray.length === 0 ? [] : [...marked].map((blob) => view.digestOf(blob)));
  for (const stored of stray) {
    const path = stored.toString();
    const digest = digestOfPath(path);
    if (digest === undefined) aborts.push(misplacedAbort(path));
    else if (!markedDigests.has(digest)) {
      misplaced.set(digest, {
        path,
        digest,
        hasDirectory: directory.get({ path: directoryOf(digest) }) !== undefined,
      });
    }
  }
  const blobs: number[] = [];
  for (let blob = 0; blob <= view.highestBlob; blob++) {
    if (view.isPresent(blob) && !marked.has(blob)) blobs.push(blob);
  }
  if (misplaced.size > 0) for (const blob of blobs) misplaced.delete(view.digestOf(blob));
  return { blobs, misplaced: [...misplaced.values()], aborts };
}

function misplacedAbort(path: string): Abort {
  const algorithm = path.slice(BLOBS.length + 1).split('/')[0] ?? '';
  const isKnown = Object.hasOwn(DIGEST_BYTES, algorithm) || algorithm === 'data';
  const code = isKnown ? 'blob-misplaced' : 'blob-algorithm-unknown';
  return abortOn(code, 'error enumerating blobs: invalid digest', { path });
}

function directoryOf(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return posix.dirname(blobDataPath(algorithm, hex));
}

/** The digest that a registry makes of the path of a `data` file (registry/storage/paths.go, digestFromPath). */
function digestOfPath(path: string): string | undefined {
  const [hex, parent, grandparent] = path.split('/').reverse().slice(1);
  if (hex === undefined || parent === undefined) return undefined;
  const algorithm = parent === hex.slice(0, 2) ? grandparent : parent;
  return parseDigest(`${algorithm}:${hex}`);
}

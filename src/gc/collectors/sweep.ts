import { posix } from 'node:path';
import type { Contents } from '../../contents/contents.ts';
import { type BlobSet, blobSetOf } from '../../graph/blob-set.ts';
import { DIGEST_BYTES, parseDigest } from '../../registry/digest.ts';
import { BLOBS, blobDataPath } from '../../registry/layout.ts';
import { type Abort, abortOn } from '../aborts/abort.ts';
import { blobWalkAborts } from '../aborts/directory-aborts.ts';

/** What a collection would take from the blob store. */
export interface Sweep {
  readonly blobs: readonly number[];
  /** The same as a set. */
  readonly set: BlobSet;
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
export function sweep(contents: Contents, marked: BlobSet): Sweep {
  const { blobs, problems } = contents;
  const aborts = blobWalkAborts(problems);
  const misplaced = new Map<string, MisplacedBlob>();
  const stray = problems.misplacedBlobs();
  const markedDigests = new Set(stray.length === 0 ? [] : [...marked].map((blob) => blobs.digestOf(blob)));
  for (const path of stray) {
    const digest = digestOfPath(path);
    if (digest === undefined) aborts.push(misplacedAbort(path));
    // A blob's directory that holds no blob is a problem itself, or what lies in it is.
    else if (!markedDigests.has(digest))
      misplaced.set(digest, { path, digest, hasDirectory: problems.isWithin(directoryOf(digest)) });
  }
  const swept: number[] = [];
  for (let blob = 0; blob <= blobs.highest; blob++)
    if (blobs.isPresent(blob) && !marked.has(blob)) swept.push(blob);
  if (misplaced.size > 0) for (const blob of swept) misplaced.delete(blobs.digestOf(blob));
  const set = blobSetOf(swept, blobs.highest);
  return { blobs: swept, set, misplaced: [...misplaced.values()], aborts };
}

function misplacedAbort(path: string): Abort {
  const algorithm = path.slice(BLOBS.length + 1).split('/')[0] ?? '';
  const isKnown = Object.hasOwn(DIGEST_BYTES, algorithm) || algorithm === 'data';
  const code = isKnown ? 'blob-misplaced' : 'blob-algorithm-unknown';
  return abortOn(code, 'blobs-not-enumerated', { path });
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

import { compareBytewise, tagText } from '../analyze/names.ts';
import { tagsLeadingTo } from '../analyze/tags-leading-to.ts';
import type { HashedBlob } from '../facts/hashed-blob.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { digestToBytes } from '../registry/digest.ts';
import { blobDataPath } from '../registry/layout.ts';

/** A blob of which there is something to say. */
export interface NotedBlob {
  readonly digest: string;
  /** Relative to the volume. */
  readonly path: string;
}

/** A blob whose bytes are not what its digest says, on two readings. */
export interface Mismatch extends NotedBlob {
  readonly bytes: number;
  /** What its bytes hash to. */
  readonly actual: string;
  /** The tags that lead to it, as `repository:tag`. */
  readonly tags: readonly string[];
}

/** A blob that was wrong or unreadable on the first reading and right on the second. */
export interface TransientError extends NotedBlob {
  readonly bytes: number;
  /** What the first reading hashed to, or the error's code. */
  readonly detail: string;
}

/** A blob that could not be read. */
export interface UnreadableBlob extends NotedBlob {
  /** The error's code, or what stands in place of a file. */
  readonly detail: string;
}

/** What a verification has found. Each list is sorted by digest. */
export interface Findings {
  /** Blobs that were read to their end, and their bytes. */
  readonly verified: number;
  readonly bytes: number;
  readonly mismatches: readonly Mismatch[];
  readonly transient: readonly TransientError[];
  /** Blobs that went since the scan, which is no damage. */
  readonly missing: readonly NotedBlob[];
  readonly unreadable: readonly UnreadableBlob[];
}

/** Gathers what hashing gave: sums of what is sound, and a list of the rest. */
export class FindingsGatherer {
  readonly #noted: HashedBlob[] = [];
  #verified = 0;
  #bytes = 0;

  add(hashed: readonly HashedBlob[]): void {
    for (const blob of hashed) {
      if (blob.outcome !== 'sound') this.#noted.push(blob);
      if (blob.outcome === 'missing' || blob.outcome === 'unreadable') continue;
      this.#verified++;
      this.#bytes += blob.bytes;
    }
  }

  finish(inventory: Inventory): Findings {
    this.#noted.sort((a, b) => (a.digest < b.digest ? -1 : 1));
    const of = (outcome: HashedBlob['outcome']) => this.#noted.filter((blob) => blob.outcome === outcome);
    return {
      verified: this.#verified,
      bytes: this.#bytes,
      mismatches: describeMismatches(inventory, of('mismatch')),
      transient: of('transient').map((blob) => ({
        ...note(blob),
        bytes: blob.bytes,
        detail: blob.actual ?? blob.detail ?? '',
      })),
      missing: of('missing').map(note),
      unreadable: of('unreadable').map((blob) => ({ ...note(blob), detail: blob.detail ?? '' })),
    };
  }
}

function describeMismatches(inventory: Inventory, blobs: readonly HashedBlob[]): Mismatch[] {
  const find = inventory.database
    .prepare<[Uint8Array], number>('SELECT id FROM blob WHERE digest = ?')
    .pluck();
  const ids = blobs.map(({ digest }) => find.get(digestToBytes(digest)) as number);
  const tags = tagsLeadingTo(inventory, ids);
  return blobs.map((blob, index) => ({
    ...note(blob),
    bytes: blob.bytes,
    actual: blob.actual ?? '',
    tags: (tags.get(ids[index] as number) ?? [])
      .map(({ repository, tag }) => tagText(repository, tag))
      .sort(compareBytewise),
  }));
}

function note({ digest }: HashedBlob): NotedBlob {
  const [algorithm, hex] = digest.split(':') as [string, string];
  return { digest, path: blobDataPath(algorithm, hex) };
}

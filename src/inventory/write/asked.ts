import { type DigestList, DigestListWriter } from '../../registry/digest-list.ts';
import type { FactWriter } from './fact-writer.ts';

/** Blobs to be read as manifests, and whether each must be one. */
export interface ManifestWish {
  readonly digests: DigestList;
  readonly expected: Uint8Array;
}

const MANIFESTS_PER_WISH = 500;
const DIGESTS_PER_LIST = 500;

/** What the facts so far ask the scan to look at. */
export class Wishes {
  readonly #facts: FactWriter;
  readonly #lookedFor = new Set<number>();

  constructor(facts: FactWriter) {
    this.#facts = facts;
  }

  /**
   * Manifests that something leads to and that were not read yet, in `parts` parts or more; each is given once.
   * Undefined where there is none.
   */
  takeManifests(parts: number): Iterable<ManifestWish> | undefined {
    const { blobs, mentions, last } = this.#facts;
    for (;;) {
      const wanted = mentions.takeWanted().filter((blob) => blobs.store.isPresent(blob));
      if (wanted.length === 0) return undefined;
      // What is kept of the last inventory may lead to more.
      const unread = wanted.filter((blob) => last?.manifests?.take(blob) !== true);
      if (unread.length > 0) return this.#wishes(unread, Math.ceil(unread.length / parts));
    }
  }

  /** Made one by one: of 10 million blobs, all at once would take 100 MB. */
  *#wishes(wanted: Int32Array, share: number): Generator<ManifestWish> {
    const size = Math.min(MANIFESTS_PER_WISH, share);
    for (let at = 0; at < wanted.length; at += size) {
      const chunk = [...wanted.subarray(at, at + size)];
      yield {
        digests: this.#pack(chunk),
        expected: Uint8Array.from(chunk, (blob) => (this.#facts.mentions.isCertain(blob) ? 1 : 0)),
      };
    }
  }

  /** Digests that something refers to and of which no blob is there; each is given once. */
  takeMissingBlobs(): DigestList[] {
    const { blobs, mentions } = this.#facts;
    const missing: number[] = [];
    for (let blob = 1; blob <= blobs.store.count; blob++) {
      if (!mentions.isMentioned(blob) || blobs.store.isPresent(blob) || this.#lookedFor.has(blob)) continue;
      this.#lookedFor.add(blob);
      if (typeof blobs.store.digests.keyOf(blob) !== 'string') missing.push(blob);
    }
    return this.#inLists(missing);
  }

  #inLists(blobs: readonly number[]): DigestList[] {
    const lists: DigestList[] = [];
    for (let at = 0; at < blobs.length; at += DIGESTS_PER_LIST)
      lists.push(this.#pack(blobs.slice(at, at + DIGESTS_PER_LIST)));
    return lists;
  }

  /** Blobs that are or were there: what stands in a digest's place and is none has no blob. */
  #pack(blobs: Iterable<number>): DigestList {
    const { digests } = this.#facts.blobs.store;
    const writer = new DigestListWriter();
    for (const blob of blobs) writer.appendRaw(digests.keyOf(blob) as Buffer);
    return writer.finish();
  }
}

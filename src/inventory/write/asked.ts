import type { Asked, WantedManifests } from '../../facts/asked.ts';
import { type DigestList, DigestListWriter } from '../../registry/digest-list.ts';
import type { Known } from '../ids/known.ts';
import type { Renewal } from '../renew/renewal.ts';

const MANIFESTS_PER_PART = 500;
const DIGESTS_PER_LIST = 500;

/** What is left to be asked, after the facts so far. */
export class OpenQuestions {
  readonly #known: Known;
  readonly #renewal: Renewal;
  /** Blobs that were missing and asked for. */
  readonly #lookedFor = new Set<number>();

  constructor(known: Known, renewal: Renewal) {
    this.#known = known;
    this.#renewal = renewal;
  }

  /**
   * Asks for manifests, in `parts` parts or more, and where none is left to be read for missing blobs. Each is asked for
   * once; undefined where nothing is left.
   */
  next(parts: number): Asked | undefined {
    const unread = this.#takeUnread();
    if (unread.length > 0) {
      const size = Math.min(MANIFESTS_PER_PART, Math.ceil(unread.length / parts));
      return { asked: 'manifests', manifests: this.#inParts(unread, size) };
    }
    const missing = this.#takeMissing();
    return missing.length > 0 ? { asked: 'blobs', blobs: this.#inLists(missing) } : undefined;
  }

  /** Manifests that something leads to and that are not known. */
  #takeUnread(): Int32Array {
    const { blobs, mentions } = this.#known;
    for (;;) {
      const wanted = mentions.takeWanted().filter((blob) => blobs.isPresent(blob));
      // What is kept of the last inventory may lead to more.
      const unread = wanted.filter((blob) => !this.#renewal.keepManifest(blob));
      if (unread.length > 0 || wanted.length === 0) return unread;
    }
  }

  /** Digests that something refers to and of which no blob is there. */
  #takeMissing(): number[] {
    const { blobs, mentions } = this.#known;
    const missing: number[] = [];
    for (let blob = 1; blob <= blobs.count; blob++) {
      if (!mentions.isMentioned(blob) || blobs.isPresent(blob) || this.#lookedFor.has(blob)) continue;
      this.#lookedFor.add(blob);
      if (typeof blobs.digests.keyOf(blob) !== 'string') missing.push(blob);
    }
    return missing;
  }

  *#inParts(manifests: Int32Array, size: number): Generator<WantedManifests> {
    for (let at = 0; at < manifests.length; at += size) {
      const part = [...manifests.subarray(at, at + size)];
      yield {
        digests: this.#pack(part),
        expected: Uint8Array.from(part, (blob) => (this.#known.mentions.isCertain(blob) ? 1 : 0)),
      };
    }
  }

  #inLists(blobs: readonly number[]): DigestList[] {
    const lists: DigestList[] = [];
    for (let at = 0; at < blobs.length; at += DIGESTS_PER_LIST)
      lists.push(this.#pack(blobs.slice(at, at + DIGESTS_PER_LIST)));
    return lists;
  }

  /** Blobs that are or were there: what stands in a digest's place and is none has no blob. */
  #pack(blobs: Iterable<number>): DigestList {
    const { digests } = this.#known.blobs;
    const writer = new DigestListWriter();
    for (const blob of blobs) writer.appendRaw(digests.keyOf(blob) as Buffer);
    return writer.finish();
  }
}

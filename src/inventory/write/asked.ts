import type { Asked, WantedManifests } from '../../facts/asked.ts';
import { type DigestList, DigestListWriter } from '../../registry/digest-list.ts';
import type { Known } from '../ids/known.ts';
import type { Renewal } from '../renew/renewal.ts';

const MANIFESTS_PER_PART = 500;
const DIGESTS_PER_LIST = 500;
const CONFIGS_PER_LIST = 500;

/** What is left to be asked, after the facts so far. */
export class OpenQuestions {
  readonly #known: Known;
  readonly #renewal: Renewal;
  readonly #readsConfigs: boolean;
  /** Blobs that were missing and asked for. */
  readonly #lookedFor = new Set<number>();

  constructor(known: Known, renewal: Renewal, readsConfigs: boolean) {
    this.#known = known;
    this.#renewal = renewal;
    this.#readsConfigs = readsConfigs;
  }

  /**
   * Asks for manifests, in `parts` parts or more, where none is left to be read for missing blobs, and for configs when
   * all else is known. Each is asked for once; undefined where nothing is left.
   */
  next(parts: number): Asked | undefined {
    const unread = this.#takeUnread();
    if (unread.length > 0) {
      const size = Math.min(MANIFESTS_PER_PART, Math.ceil(unread.length / parts));
      return { asked: 'manifests', manifests: this.#inParts(unread, size) };
    }
    const missing = this.#takeMissing();
    if (missing.length > 0) return { asked: 'blobs', blobs: this.#inLists(missing) };
    const configs = this.#takeConfigs();
    if (configs.length === 0) return undefined;
    const size = Math.min(CONFIGS_PER_LIST, Math.ceil(configs.length / parts));
    return { asked: 'configs', configs: this.#inLists(configs, size) };
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

  /** Configs of images that are there and not known. */
  #takeConfigs(): number[] {
    const { blobs, configs, graph, mentions } = this.#known;
    const unread: number[] = [];
    configs.forEach(graph, mentions, (blob) => {
      if (!blobs.isPresent(blob) || !configs.ask(blob)) return;
      if (!this.#renewal.keepConfig(blob) && this.#readsConfigs) unread.push(blob);
    });
    // In the order of their ids, as manifests are.
    return unread.sort((a, b) => a - b);
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

  #inLists(blobs: readonly number[], size = DIGESTS_PER_LIST): DigestList[] {
    const lists: DigestList[] = [];
    for (let at = 0; at < blobs.length; at += size) lists.push(this.#pack(blobs.slice(at, at + size)));
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

import type { ByteString } from '../../registry/byte-string.ts';
import type { FileStat } from '../../volume/file-stat.ts';

const TWO_32 = 2 ** 32;
/** Of the 53 bits, those above the two lanes are of tags alone. */
const HIGH_LANE = 2 ** 13;
const TAGS_LANE = 2 ** 8;

/**
 * Sums up what stat said of many files, in any order, so that a later scan can tell whether one of them has changed:
 * 53 bits of name, length, blocks, inode, and the times of content and inode (microseconds).
 */
export class Fingerprint {
  #low = 0;
  #high = 0;
  #tags = 0;
  /** The newest time met, of content or inode. */
  newestAt = 0;
  /** Whether a file had another time of its inode than of its content: a file system that keeps but one never tells such. */
  timesInodes = false;

  /** Adds a file; `kind` keeps files of the same name in different places apart. */
  add(kind: string, name: ByteString, stat: FileStat): void {
    const newest = Math.max(stat.modifiedAt, stat.changedAt);
    if (newest > this.newestAt) this.newestAt = newest;
    const { modifiedAt, changedAt, inode, bytes, allocatedBytes } = stat;
    if (modifiedAt !== changedAt) this.timesInodes = true;
    const mixed = this.#mix(kind, name, [modifiedAt, changedAt, inode, bytes, allocatedBytes]);
    if (kind === 'tag') this.#tags = (this.#tags + mixed) % TAGS_LANE;
  }

  /** Adds what is no file. */
  addText(text: string): void {
    this.#mix('', text, []);
  }

  /** A whole number that a double and SQLite hold exactly. */
  get value(): number {
    return (this.#tags * HIGH_LANE + (this.#high % HIGH_LANE)) * TWO_32 + this.#low;
  }

  /** False where the tags added so far, being all of them, cannot be those of `value`. */
  mayHaveTagsOf(value: number): boolean {
    return Math.floor(value / (HIGH_LANE * TWO_32)) === this.#tags;
  }

  /** Two lanes of multiply and rotate over the characters and the words of the numbers; their sums take no order. */
  #mix(kind: string, name: string, numbers: readonly number[]): number {
    let a = 0x9e3779b1;
    let b = 0x85ebca77;
    const take = (word: number) => {
      a = Math.imul(a ^ word, 0x27d4eb2f);
      a = (a << 13) | (a >>> 19);
      b = Math.imul(b ^ word, 0xc2b2ae3d);
      b = (b << 17) | (b >>> 15);
    };
    for (let at = 0; at < kind.length; at++) take(kind.charCodeAt(at));
    for (let at = 0; at < name.length; at++) take(name.charCodeAt(at));
    for (const number of numbers) {
      take((number % TWO_32) | 0);
      take(Math.floor(number / TWO_32));
    }
    a = Math.imul(a ^ (a >>> 15), 0x165667b1) ^ b;
    b = Math.imul(b ^ (b >>> 13), 0x9e3779b1) ^ a;
    this.#low = (this.#low + (a >>> 0)) % TWO_32;
    this.#high = (this.#high + (b >>> 0)) % TWO_32;
    return a >>> 0;
  }
}

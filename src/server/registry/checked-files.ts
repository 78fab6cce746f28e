import type { Digest } from '../../registry/digest.ts';
import type { FileStat } from '../../volume/file-stat.ts';

/** What is remembered of as many blobs: 10 MB at most. */
const REMEMBERED = 50_000;
/** Bad ones are few, and no number of good ones makes them forgotten. */
const REMEMBERED_BAD = 10_000;

/**
 * Which blobs were found to be what their digest says, and which not, as long as their files are what they were. In
 * memory alone: it is the bytes that are checked, and whoever starts anew may check again.
 */
export class CheckedFiles {
  readonly #sound = new Recent<string>(REMEMBERED);
  readonly #bad = new Recent<{ readonly file: string; readonly actual: Digest }>(REMEMBERED_BAD);

  /** What the file's bytes are known to hash to. */
  recall(digest: Digest, stat: FileStat): Digest | undefined {
    const file = identify(stat);
    if (this.#sound.get(digest) === file) return digest;
    const bad = this.#bad.get(digest);
    return bad?.file === file ? bad.actual : undefined;
  }

  remember(digest: Digest, stat: FileStat, actual: Digest): void {
    const file = identify(stat);
    if (actual === digest) {
      this.#sound.set(digest, file);
      this.#bad.delete(digest);
    } else {
      this.#bad.set(digest, { file, actual });
      this.#sound.delete(digest);
    }
  }

  /** Takes back what was remembered of a blob. */
  forget(digest: Digest): void {
    this.#sound.delete(digest);
    this.#bad.delete(digest);
  }
}

/** A map that forgets what was set longest ago. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#limit) return;
    const [oldest] = this.#values.keys();
    if (oldest !== undefined) this.#values.delete(oldest);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}

/** What differs after anything was done to a file. */
function identify({ device, inode, bytes, modifiedAt, changedAt }: FileStat): string {
  return `${device}:${inode}:${bytes}:${modifiedAt}:${changedAt}`;
}

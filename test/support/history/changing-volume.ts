import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { DATA } from './places.ts';

/** What stands at a path below the root of a volume; a symlink is what it leads to. */
export interface Standing {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'other';
}

/**
 * A volume that clients, a registry and people change, seen as plain files. All paths are relative to its root. It keeps
 * what was moved out of the volume, and the bytes of every blob that was ever sound, so that they can be brought back.
 */
export class ChangingVolume {
  readonly root: string;
  /** What was moved out of the volume and may come back. */
  readonly away: Array<{ readonly from: string; readonly to: string }> = [];
  /** Strays that were put in. */
  readonly strays: string[] = [];
  readonly #aside: string;
  readonly #sound = new Map<string, Buffer>();
  #names = 0;

  /** `aside` is a directory on the same file system and not in the volume. */
  constructor(root: string, aside: string) {
    this.root = root;
    this.#aside = aside;
    fs.mkdirSync(aside, { recursive: true });
  }

  resolve(relative: string): string {
    return path.join(this.root, relative);
  }

  /** A path outside the volume at which nothing stands. */
  nameAside(): string {
    return path.join(this.#aside, `${this.#names++}`);
  }

  /** Everything in the volume, sorted by path; below symlinks too, but nothing twice. */
  standing(): Standing[] {
    const found: Standing[] = [];
    const seen = new Set<string>();
    const pending = [''];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const { dev, ino } = fs.statSync(this.resolve(at));
      if (seen.has(`${dev}:${ino}`)) continue;
      seen.add(`${dev}:${ino}`);
      for (const entry of fs.readdirSync(this.resolve(at), { withFileTypes: true })) {
        const below = at === '' ? entry.name : `${at}/${entry.name}`;
        const kind = entry.isSymbolicLink() ? this.#ledTo(below) : kindOf(entry);
        found.push({ path: below, kind });
        if (kind === 'directory') pending.push(below);
      }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  files(pattern: RegExp): string[] {
    return this.#paths('file', pattern);
  }

  directories(pattern: RegExp): string[] {
    return this.#paths('directory', pattern);
  }

  /** Learns what sound blobs hold. */
  learnSoundBlobs(): void {
    for (const data of this.files(DATA)) {
      if (this.#sound.has(data)) continue;
      const bytes = fs.readFileSync(this.resolve(data));
      const [algorithm = '', , hex] = data.split('/').slice(-4);
      if (createHash(algorithm).update(bytes).digest('hex') === hex) this.#sound.set(data, bytes);
    }
  }

  /** Every `data` that was sound once, with its bytes. */
  soundBlobs(): Array<readonly [data: string, bytes: Buffer]> {
    return [...this.#sound].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #paths(wanted: Standing['kind'], pattern: RegExp): string[] {
    return this.standing()
      .filter((each) => each.kind === wanted && pattern.test(each.path))
      .map((each) => each.path);
  }

  #ledTo(symlink: string): Standing['kind'] {
    try {
      return kindOf(fs.statSync(this.resolve(symlink)));
    } catch {
      // It leads nowhere, or round in a circle.
      return 'other';
    }
  }
}

function kindOf(found: fs.Stats | fs.Dirent): Standing['kind'] {
  return found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
}

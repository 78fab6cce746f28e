import { identifyDirectory, VOLUME_DIRECTORIES } from '../volume/volume-identity.ts';
import type { Gatherer } from './gatherer.ts';

/**
 * Which directories a volume consists of, from the beginning of a scan to its end. Where a disk is unmounted meanwhile,
 * or its server goes, an empty directory stands there: every blob was listed before, and nothing refers to them any more.
 */
export class SameVolume {
  readonly #before: ReadonlyArray<string | undefined>;

  constructor(gatherer: Gatherer) {
    this.#before = VOLUME_DIRECTORIES.map((path) => identifyDirectory(gatherer.look(path, 'references')));
  }

  /** Tells of those that went, came or are others: what was read of them may be of both. */
  compare(gatherer: Gatherer): void {
    for (const [index, path] of VOLUME_DIRECTORIES.entries()) {
      const before = this.#before[index];
      const now = gatherer.tryTo(path, 'references', () => gatherer.fs.look(path));
      if (typeof now === 'symbol' || identifyDirectory(now) === before) continue;
      gatherer.problem({ code: 'unreadable', path, detail: 'replaced', hidesReferences: true });
      return;
    }
  }
}

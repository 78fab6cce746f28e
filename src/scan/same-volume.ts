import { identifyVolume, replacedDirectory, type VolumeIdentity } from '../volume/volume-identity.ts';
import type { Gatherer } from './gatherer.ts';

/**
 * Which directories a volume consists of, from the beginning of a scan to its end. Where a disk is unmounted meanwhile,
 * or its server goes, an empty directory stands there: every blob was listed before, and nothing refers to them any more.
 */
export class SameVolume {
  readonly #before: VolumeIdentity;

  constructor(gatherer: Gatherer) {
    this.#before = identify(gatherer);
  }

  /** Tells of one that went, came or is another: what was read of it may be of both. */
  compare(gatherer: Gatherer): void {
    const path = replacedDirectory(this.#before, identify(gatherer));
    if (path === undefined) return;
    gatherer.problem({ code: 'unreadable', path, detail: 'replaced', hidesReferences: true });
  }
}

/** What cannot be looked at is a problem by itself. */
function identify(gatherer: Gatherer): VolumeIdentity {
  return identifyVolume((path) => {
    const looked = gatherer.tryTo(path, 'references', () => gatherer.fs.look(path));
    return typeof looked === 'symbol' ? 'unreadable' : looked;
  });
}

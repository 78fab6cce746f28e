import type { Presence } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import type { Entry } from '../../volume/file-stat.ts';

/** A directory under `repositories/`, to be looked into. */
export interface TreeDirectory {
  /** The name a repository here would have; empty for `repositories/` itself. */
  readonly name: ByteString;
  /** False below a symlink to another place of the volume, whose files count where they really are. */
  readonly isCounted: boolean;
  /** How many such symlinks lead here. */
  readonly crossings?: number;
}

export interface FoundRepository extends TreeDirectory {
  /** Parts that a symlink leads to from another place of the volume, where their files count. */
  readonly aliased?: readonly ByteString[];
  readonly layers: Presence;
  readonly manifests: Presence;
  readonly uploads: Presence;
}

/** Which parts of `_manifests` a repository has. */
export interface ManifestParts {
  revisions: Presence;
  tags: Presence;
  /** Those that a symlink leads to from another place of the volume, where their files count. */
  readonly aliased: readonly ByteString[];
}

/** The same directory, as it is behind `entry`: what lies behind a symlink inside the volume counts where it really is. */
export function behind(directory: TreeDirectory, entry: Pick<Entry, 'symlink'>): TreeDirectory {
  return entry.symlink === 'inside' ? { ...directory, isCounted: false } : directory;
}

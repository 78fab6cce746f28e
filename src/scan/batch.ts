import type { Fact, Presence, ProblemCode } from '../facts/told.ts';
import type { ByteString } from '../registry/byte-string.ts';
import type { Entry } from '../volume/file-stat.ts';

/** What one unit of work yields. */
export interface Batch {
  readonly facts: Fact[];
  readonly doubts: Doubt[];
  /** The newest time met. */
  readonly newest: number;
  /** Directories and repositories found on the way down the tree. */
  readonly found?: { readonly directories: TreeDirectory[]; readonly repositories: FoundRepository[] };
}

/** The same directory, as it is behind `entry`: what lies behind a symlink inside the volume counts where it really is. */
export function behind(directory: TreeDirectory, entry: Pick<Entry, 'symlink'>): TreeDirectory {
  return entry.symlink === 'inside' ? { ...directory, isCounted: false } : directory;
}

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

/**
 * Something that looks damaged or half made. On a live volume it may be a write in progress, so its facts wait for
 * the end of the scan, where it is looked at again if it was touched lately.
 */
export interface Doubt {
  readonly look: SecondLook;
  readonly facts: Fact[];
  readonly modifiedAt: number;
  /** The same on two looks where nothing changed between them. */
  readonly evidence: string;
}

/** What to read again. */
export type SecondLook =
  | {
      readonly of: 'revision' | 'layer';
      readonly repository: TreeDirectory;
      readonly algorithm: string;
      readonly name: ByteString;
    }
  | {
      readonly of: 'history';
      readonly repository: TreeDirectory;
      readonly tag: ByteString;
      readonly algorithm: string;
      readonly name: ByteString;
    }
  | { readonly of: 'tag'; readonly repository: TreeDirectory; readonly tag: ByteString }
  | {
      readonly of: 'parts';
      readonly repository: FoundRepository;
      readonly parts: ManifestParts;
    }
  | { readonly of: 'upload'; readonly repository: TreeDirectory; readonly name: ByteString }
  | { readonly of: 'blob'; readonly algorithm: string; readonly hex: string }
  | { readonly of: 'manifest'; readonly digest: string }
  | {
      readonly of: 'stray';
      readonly path: ByteString;
      readonly isCounted: boolean;
      readonly code?: ProblemCode;
      /** Name of files that were told on their own and are no part of the stray's sum. */
      readonly apart?: 'data' | 'link';
    };

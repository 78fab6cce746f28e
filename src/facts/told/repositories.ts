import type { ByteString } from '../../registry/byte-string.ts';

/** A directory that holds `_layers`, `_manifests` or `_uploads`. Comes before the facts that name it. */
export interface RepositoryFact {
  readonly fact: 'repository';
  readonly name: ByteString;
  readonly layers: Presence;
  readonly manifests: Presence;
  readonly uploads: Presence;
  readonly revisions: Presence;
  readonly tags: Presence;
}

/** How an expected entry of a repository is: `file` stands for anything that is no directory. */
export type Presence = 'absent' | 'directory' | 'file' | 'unreadable';

/** A repository that is what it was at the last scan, but for its uploads. */
export interface SameRepositoryFact {
  readonly fact: 'same-repository';
  readonly name: ByteString;
}

/** Every repository was told: there are no others. */
export interface RepositoriesListedFact {
  readonly fact: 'repositories-listed';
}

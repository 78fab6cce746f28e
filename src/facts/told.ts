import type { BlobsFact, BlobsListedFact, SamePrefixFact } from './told/blobs.ts';
import type { CacheStateFact, SchedulerFact } from './told/cache.ts';
import type { ConfigsFact } from './told/configs.ts';
import type { FilesFact, StrayFact } from './told/files.ts';
import type { LinksFact, OddLinkFact } from './told/links.ts';
import type { ManifestsFact } from './told/manifests.ts';
import type { ProblemFact } from './told/problems.ts';
import type { RepositoriesListedFact, RepositoryFact, SameRepositoryFact } from './told/repositories.ts';
import type { OddTagFact, TagHistoryFact, TagsFact } from './told/tags.ts';
import type { UploadFact } from './told/uploads.ts';

export type { BlobsFact, SamePrefixFact, SharedBlob } from './told/blobs.ts';
export type { ConfigFault, ConfigsFact } from './told/configs.ts';
export type { EntryKind } from './told/entry-kind.ts';
export type { FileName, FilesFact, HardLinkedFile, StrayFact } from './told/files.ts';
export type { LinkPlace, LinksFact, OddLinkFact } from './told/links.ts';
export type { ManifestsFact } from './told/manifests.ts';
export type { ProblemCode, ProblemFact } from './told/problems.ts';
export type { Presence, RepositoryFact } from './told/repositories.ts';
export type { OddTagFact, TagHistoryFact, TagsFact } from './told/tags.ts';
export type { UploadFact, UploadFile } from './told/uploads.ts';

/*
 * What a source tells of a volume. Numerous things travel as columns (one typed array a property, row i in each), because
 * they cross from worker threads by transfer: no copy, no object a row. Rare things are plain objects.
 * Times are microseconds since 1970, paths are relative to the registry's root directory.
 */

/** Everything that can be told. Who handles facts has one table over all of them, so that none is forgotten. */
export type Fact =
  | BlobsFact
  | SamePrefixFact
  | BlobsListedFact
  | RepositoryFact
  | SameRepositoryFact
  | RepositoriesListedFact
  | LinksFact
  | OddLinkFact
  | TagsFact
  | OddTagFact
  | TagHistoryFact
  | UploadFact
  | ManifestsFact
  | ConfigsFact
  | StrayFact
  | FilesFact
  | CacheStateFact
  | SchedulerFact
  | ProblemFact;

import type { ByteString } from '../registry/byte-string.ts';
import type { DigestList } from '../registry/digest-list.ts';

/*
 * What a scan yields. Numerous things travel as columns (one typed array a property, row i in each), because they
 * cross from worker threads by transfer: no copy, no object a row. Rare things are plain objects.
 * Times are microseconds since 1970, paths are relative to the registry's root directory.
 */

/**
 * What stands at a path, symlinks resolved. `dangling`, `loop` and `not-followed` are symlinks that lead nowhere,
 * round in a circle, or out of a volume that must not be left. `other`: a FIFO, socket or device.
 */
export type EntryKind = 'file' | 'directory' | 'other' | 'dangling' | 'loop' | 'not-followed';

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
  | StrayFact
  | FilesFact
  | CacheStateFact
  | SchedulerFact
  | ProblemFact;

/** Blobs that are there. */
export interface BlobsFact {
  readonly fact: 'blobs';
  /** Set where these are all the blobs of one directory `blobs/<alg>/<xx>`. */
  readonly prefix?: Seen;
  readonly digests: DigestList;
  readonly bytes: Float64Array;
  readonly allocatedBytes: Float64Array;
  readonly modifiedAt: Float64Array;
  /** When the inode was last changed, by writing or otherwise. */
  readonly changedAt: Float64Array;
  readonly inodes: Float64Array;
  /** Blobs whose file has other names too. */
  readonly shared: readonly SharedBlob[];
}

/** One name of a file that may have several. */
interface FileName {
  /** Device and inode, as a key. */
  readonly file: string;
  /** How many names the file has, in the volume and elsewhere. */
  readonly links: number;
  /** False where a symlink leads to the file: who removes that leaves the file. */
  readonly isEntry: boolean;
}

/** A blob whose file has other names. */
export interface SharedBlob extends FileName {
  readonly row: number;
}

/** A file of an upload; it may be a blob too. */
export interface UploadFile extends FileName {
  readonly bytes: number;
}

/** What a later scan compares of something that holds many files. */
export interface Seen {
  /** Of a repository its name, of a directory of blobs its path. */
  readonly name: ByteString;
  /** Of what stat said of every file; undefined where something is unusual, so that it is told again in any case. */
  readonly fingerprint: number | undefined;
  /** The newest time of a file, of content or inode. */
  readonly newestAt: number;
}

/** A directory `blobs/sha256/<xx>` whose blobs all are as the last scan told them. */
export interface SamePrefixFact {
  readonly fact: 'same-prefix';
  readonly path: ByteString;
  readonly blobs: number;
}

/** Every directory of blobs was told: there are no other blobs. */
interface BlobsListedFact {
  readonly fact: 'blobs-listed';
}

/** How an expected entry of a repository is: `file` stands for anything that is no directory. */
export type Presence = 'absent' | 'directory' | 'file' | 'unreadable';

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

/** A repository that is what it was at the last scan, but for its uploads. */
interface SameRepositoryFact {
  readonly fact: 'same-repository';
  readonly name: ByteString;
}

/** Every repository was told: there are no others. */
interface RepositoriesListedFact {
  readonly fact: 'repositories-listed';
}

/** Healthy links of one repository: the directory's digest is what the link says, or the link was not read. */
export interface LinksFact {
  readonly fact: 'revisions' | 'layer-links';
  readonly repository: ByteString;
  readonly digests: DigestList;
  readonly modifiedAt: Float64Array;
}

/** Where a link stands. `tag`: a tag's `current/link`; `tag-history`: its `index/`. */
export type LinkPlace = 'revision' | 'layer' | 'tag' | 'tag-history';

/** A link that is damaged, or says another digest than its directory, or stands where none belongs. */
export interface OddLinkFact {
  readonly fact: 'odd-link';
  readonly place: LinkPlace;
  readonly repository: ByteString;
  readonly path: ByteString;
  /** The digest its directory is named for, as far as that is `<alg>/<name>`; undefined at any other depth. */
  readonly directory: string | undefined;
  /** Set for `tag-history`. */
  readonly tag?: ByteString;
  /** The digest it says; undefined where it says none. */
  readonly target: string | undefined;
  /** What stands in the file (256 bytes at most); undefined where it could not be read. */
  readonly content: Uint8Array | undefined;
  readonly modifiedAt: number;
}

/** Tags of one repository whose `current/link` is healthy. */
export interface TagsFact {
  readonly fact: 'tags';
  readonly repository: ByteString;
  readonly names: readonly ByteString[];
  readonly targets: DigestList;
  readonly modifiedAt: Float64Array;
  /** Healthy links under `index/`, tag after tag. */
  readonly history: DigestList;
  readonly historyModifiedAt: Float64Array;
  readonly historyCounts: Uint32Array;
}

/** An entry of `tags/` that leads nowhere: no directory, no `current/link`, or one that says no digest. */
export interface OddTagFact {
  readonly fact: 'odd-tag';
  readonly repository: ByteString;
  readonly name: ByteString;
  readonly kind: EntryKind;
  /** What stands in `current/link`; undefined where there is none or it could not be read. */
  readonly content: Uint8Array | undefined;
  readonly modifiedAt: number;
  readonly history: DigestList;
  readonly historyModifiedAt: Float64Array;
}

/** Healthy links of one tag's `index/`, where they come apart from the tag. */
export interface TagHistoryFact {
  readonly fact: 'tag-history';
  readonly repository: ByteString;
  readonly tag: ByteString;
  readonly digests: DigestList;
  readonly modifiedAt: Float64Array;
}

export interface UploadFact {
  readonly fact: 'upload';
  readonly repository: ByteString;
  readonly name: ByteString;
  /** Of the `data` file. */
  readonly dataBytes: number;
  readonly files: readonly UploadFile[];
  /** What `startedat` says; undefined where there is none. */
  readonly startedAt: string | undefined;
  /** The newest time among its files. */
  readonly modifiedAt: number;
}

/** Manifests that were read. Texts are indexes into `texts`; -1 is none. */
export interface ManifestsFact {
  readonly fact: 'manifests';
  readonly digests: DigestList;
  readonly texts: readonly string[];
  readonly forms: Int32Array;
  readonly kinds: Int32Array;
  readonly mediaTypes: Int32Array;
  readonly artifactTypes: Int32Array;
  readonly configMediaTypes: Int32Array;
  readonly faults2x: Int32Array;
  readonly faults3x: Int32Array;
  /** One for each manifest; an empty text where there is none. */
  readonly subjects: DigestList;
  readonly referenceCounts: Uint32Array;
  /** The references of all, manifest after manifest. */
  readonly references: DigestList;
  readonly referenceKinds: Int32Array;
  /** The descriptor's size; NaN where it has none. */
  readonly referenceBytes: Float64Array;
  readonly referenceMediaTypes: Int32Array;
  readonly referencePlatforms: Int32Array;
  /** JSON objects. */
  readonly referenceAnnotations: Int32Array;
  readonly referenceIsForeign: Uint8Array;
}

/** Something that is no part of the layout: one file, or a directory with all that is in it. */
export interface StrayFact {
  readonly fact: 'stray';
  readonly path: ByteString;
  readonly kind: EntryKind;
  readonly files: number;
  readonly bytes: number;
  readonly allocatedBytes: number;
  /** The newest time in it. */
  readonly modifiedAt: number;
}

/** Bytes of files that are no blob's data, for the accounts. */
export interface FilesFact {
  readonly fact: 'files';
  readonly files: number;
  readonly bytes: number;
  /** Files with other names too: counted once, whichever name is met. */
  readonly hardLinked: readonly HardLinkedFile[];
  /** Set where these are all the files of one repository that was read. */
  readonly repository?: Seen;
}

/** Fingerprints of the last scan: what has the same one now is told to be the same, and not read again. */
export interface Trust {
  /** By name. */
  readonly repositories: ReadonlyMap<ByteString, number>;
  /** Of directories of blobs, by path. */
  readonly prefixes: ReadonlyMap<ByteString, number>;
  /** The histories of a repository's tags: which links are to be looked at. */
  readonly historiesOf: (repository: ByteString) => TagHistories;
}

/** By tag, the hex of every sha256 in its history. */
export type TagHistories = ReadonlyMap<ByteString, readonly string[]>;

export interface HardLinkedFile {
  /** Device and inode, as a key. */
  readonly file: string;
  readonly bytes: number;
}

/** There is a pull-through cache's `scheduler-state.json`, whatever stands in it, or what was to become one. */
interface CacheStateFact {
  readonly fact: 'cache-state';
}

/** An entry of a pull-through cache's `scheduler-state.json`. */
interface SchedulerFact {
  readonly fact: 'scheduler';
  /** `<repository>@<digest>`. */
  readonly key: string;
  readonly expiresAt: string;
  readonly entryType: number;
}

/** What is not as the layout says. Codes are stable: scripts and later findings name them. */
export type ProblemCode =
  | 'unreadable'
  | 'not-followed'
  | 'symlink-outside'
  | 'symlink-loop'
  | 'symlink-dangling'
  | 'link-empty'
  | 'link-malformed'
  | 'link-mismatch'
  | 'link-misplaced'
  | 'link-not-a-file'
  | 'blob-empty'
  | 'blob-misplaced'
  | 'blob-not-a-file'
  | 'blob-directory-empty'
  | 'manifest-unparsable'
  | 'manifest-too-large'
  | 'manifest-not-utf8'
  | 'repository-name'
  | 'repository-part-not-a-directory'
  | 'tag-name'
  | 'tag-not-a-directory'
  | 'tag-without-current'
  | 'upload-without-start'
  | 'upload-start-malformed'
  | 'scheduler-state-malformed'
  | 'missing-directory'
  | 'metadata-elsewhere'
  | 'leftover'
  | 'stray';

export interface ProblemFact {
  readonly fact: 'problem';
  readonly code: ProblemCode;
  readonly path: ByteString;
  readonly repository?: ByteString;
  readonly digest?: string;
  readonly detail?: string;
  /** True where a source of references was lost, so that nothing can be called unreferenced with certainty. */
  readonly hidesReferences?: boolean;
}

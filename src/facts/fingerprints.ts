import type { ByteString } from '../registry/byte-string.ts';

/** What a later scan compares of something that holds many files. */
export interface Seen {
  /** Of a repository its name, of a directory of blobs its path. */
  readonly name: ByteString;
  /** Of what stat said of every file; undefined where something is unusual, so that it is told again in any case. */
  readonly fingerprint: number | undefined;
  /** The newest time of a file, of content or inode. */
  readonly newestAt: number;
}

/** Fingerprints of the last scan: what has the same one now is told to be the same, and not read again. */
export interface Fingerprints {
  /** By name. */
  readonly repositories: ReadonlyMap<ByteString, number>;
  /** Of directories of blobs, by path. */
  readonly prefixes: ReadonlyMap<ByteString, number>;
  /** The histories of a repository's tags: which links are to be looked at. */
  readonly historiesOf: (repository: ByteString) => TagHistories;
}

/** By tag, the hex of every sha256 in its history. */
export type TagHistories = ReadonlyMap<ByteString, readonly string[]>;

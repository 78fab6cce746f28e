import type { ByteString } from '../../registry/byte-string.ts';
import type { Seen } from '../fingerprints.ts';
import type { EntryKind } from './entry-kind.ts';

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

export interface HardLinkedFile {
  /** Device and inode, as a key. */
  readonly file: string;
  readonly bytes: number;
}

/** One name of a file that may have several. */
export interface FileName {
  /** Device and inode, as a key. */
  readonly file: string;
  /** How many names the file has, in the volume and elsewhere. */
  readonly links: number;
  /** False where a symlink leads to the file: who removes that leaves the file. */
  readonly isEntry: boolean;
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

import type { ByteString } from '../../registry/byte-string.ts';

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

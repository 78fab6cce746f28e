import type { ByteString } from '../../registry/byte-string.ts';
import type { DigestList } from '../../registry/digest-list.ts';
import type { EntryKind } from './entry-kind.ts';

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

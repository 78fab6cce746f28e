import type { ByteString } from '../../registry/byte-string.ts';
import type { DigestList } from '../../registry/digest-list.ts';

/** Healthy links of one repository: the directory's digest is what the link says, or the link was not read. */
export interface LinksFact {
  readonly fact: 'revisions' | 'layer-links';
  readonly repository: ByteString;
  readonly digests: DigestList;
  readonly modifiedAt: Float64Array;
}

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

/** Where a link stands. `tag`: a tag's `current/link`; `tag-history`: its `index/`. */
export type LinkPlace = 'revision' | 'layer' | 'tag' | 'tag-history';

import type { ByteString } from '../../registry/byte-string.ts';
import type { DigestList } from '../../registry/digest-list.ts';

/**
 * Healthy links of one repository. A *healthy link* says the digest that its directory is named for; one that was not
 * read, because it has the right length, is taken for healthy.
 */
export interface LinksFact {
  readonly fact: 'revisions' | 'layer-links';
  readonly repository: ByteString;
  readonly digests: DigestList;
  readonly modifiedAt: Float64Array;
}

/**
 * A link that is not healthy. A *stray link* stands where none belongs, a *deviant link* says another digest than its
 * directory, a *damaged link* says none.
 *
 * In the inventory a stray link, and any of these in a tag's history, is a row of `odd_link`; a deviant or damaged link
 * to a manifest or layer is a row of `revision` or `layer_link` for which IS_ODD_LINK holds.
 */
export interface OddLinkFact {
  readonly fact: 'odd-link';
  readonly place: LinkPlace;
  readonly repository: ByteString;
  readonly path: ByteString;
  /** `<alg>:<name>` of its directory, which need not be a digest; undefined for a stray link. */
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

import type { LinksFact, OddLinkFact } from '../../facts/told.ts';
import { decodeName } from '../../registry/byte-string.ts';
import { DigestListReader } from '../../registry/digest-list.ts';
import { isAlias } from '../../registry/link.ts';
import type { Known } from '../ids/known.ts';
import type { Rows } from './rows.ts';

/** Writes links of revisions and layers. */
export class LinkWriter {
  readonly #rows: Rows;
  readonly #known: Known;

  constructor(rows: Rows, known: Known) {
    this.#rows = rows;
    this.#known = known;
  }

  /** Takes links that say the digest of their directory. */
  add(repository: number, fact: LinksFact): void {
    const { blobs, mentions } = this.#known;
    const isRevision = fact.fact === 'revisions';
    const insert = isRevision ? this.#rows.revision : this.#rows.layer_link;
    const reader = new DigestListReader(fact.digests);
    for (let row = 0; reader.next(); row++) {
      const blob = blobs.digests.idOf(reader);
      insert.add(repository, blob, blob, null, fact.modifiedAt[row]);
      if (isRevision) mentions.want(blob, true);
    }
  }

  /** A revision counts by what its link says and, because damage must not make garbage, by its directory's name too. */
  addOdd(repository: number, fact: OddLinkFact): void {
    const { mentions } = this.#known;
    const target = fact.target === undefined ? undefined : this.#idOf(fact.target);
    // In a tag's history the row is the path's, not the digest's.
    const isOfDigest = fact.directory !== undefined && fact.place !== 'tag-history';
    const directory = isOfDigest ? this.#idOf(fact.directory as string) : undefined;
    const content = fact.content === undefined ? null : Buffer.from(fact.content);
    if (fact.place === 'revision' && directory !== undefined) {
      mentions.want(directory, true);
      if (target !== undefined && target !== directory) mentions.want(target, true);
    }
    if (fact.place === 'layer' && directory !== undefined) {
      if (target !== undefined && isAlias(fact.directory as string, fact.target as string))
        mentions.addAlias(directory, target);
    }
    if (directory === undefined) {
      const { place, modifiedAt } = fact;
      this.#rows.odd_link.add(decodeName(fact.path), repository, place, target ?? null, content, modifiedAt);
    } else {
      const insert = fact.place === 'revision' ? this.#rows.revision : this.#rows.layer_link;
      insert.add(repository, directory, target ?? null, content, fact.modifiedAt);
    }
  }

  #idOf(text: string): number {
    return this.#known.blobs.digests.idOfText(text);
  }
}

import type { ByteString } from '../../registry/byte-string.ts';
import { type DigestListMark, DigestListWriter } from '../../registry/digest-list.ts';
import { sortDigests } from '../../registry/sorted-digests.ts';
import type { LinksFact } from '../told.ts';
import { NumberColumn } from './columns.ts';

/** The healthy links met so far: digests and times. */
export class LinkRows {
  /** The digests as texts, where somebody wants to know which are there. */
  readonly texts: Set<string> | undefined;
  readonly digests = new DigestListWriter();
  readonly modifiedAt = new NumberColumn();

  constructor(keepsTexts = false) {
    this.texts = keepsTexts ? new Set() : undefined;
  }

  push(algorithm: string, hex: string, modifiedAt: number): void {
    this.texts?.add(`${algorithm}:${hex}`);
    this.digests.appendHex(algorithm, hex);
    this.modifiedAt.push(modifiedAt);
  }

  /** All of them by digest, in whatever order they were met. */
  finish(): Pick<LinksFact, 'digests' | 'modifiedAt'> {
    const { list, order } = sortDigests(this.digests.finish());
    return { digests: list, modifiedAt: this.modifiedAt.ofRows(order) };
  }

  /** Takes off the rows that were pushed since `mark`, a mark of its digests. */
  cut(mark: DigestListMark): Pick<LinksFact, 'digests' | 'modifiedAt'> {
    return { modifiedAt: this.modifiedAt.cut(mark.count), digests: this.digests.cut(mark) };
  }

  toFact(fact: LinksFact['fact'], repository: ByteString): LinksFact {
    return { fact, repository, ...this.finish() };
  }
}

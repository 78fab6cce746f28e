import type { OddTagFact, TagHistoryFact, TagsFact } from '../../facts/told.ts';
import { type ByteString, decodeName } from '../../registry/byte-string.ts';
import { type DigestList, DigestListReader } from '../../registry/digest-list.ts';
import type { DigestTable } from '../ids/digest-table.ts';
import type { Known } from '../ids/known.ts';
import type { Rows } from './rows.ts';

/** Looks up the id of a tag that was written. */
export type FindTag = (repository: number, name: string | Buffer) => number | undefined;

/** Writes tags with their histories. */
export class TagWriter {
  readonly #rows: Rows;
  readonly #digests: DigestTable;
  readonly #known: Known;
  readonly #findTag: FindTag;
  #lastTag: number;

  /** `lastTag` is the highest id so far. */
  constructor(rows: Rows, known: Known, findTag: FindTag, lastTag: number) {
    this.#rows = rows;
    this.#digests = known.blobs.digests;
    this.#known = known;
    this.#findTag = findTag;
    this.#lastTag = lastTag;
  }

  add(repository: number, fact: TagsFact): void {
    const targets = new DigestListReader(fact.targets);
    const history = new DigestListReader(fact.history);
    let historyRow = 0;
    for (let row = 0; targets.next(); row++) {
      const target = this.#digests.idOf(targets);
      const name = decodeName(fact.names[row] as ByteString);
      const tag = ++this.#lastTag;
      this.#rows.tag.add(tag, repository, name, 'directory', target, null, fact.modifiedAt[row]);
      this.#known.mentions.want(target, true);
      for (let left = fact.historyCounts[row] as number; left > 0; left--) {
        history.next();
        this.#addHistoryRow(tag, history, fact.historyModifiedAt[historyRow++] as number);
      }
    }
  }

  addOdd(repository: number, fact: OddTagFact): void {
    const content = fact.content === undefined ? null : Buffer.from(fact.content);
    const tag = ++this.#lastTag;
    this.#rows.tag.add(tag, repository, decodeName(fact.name), fact.kind, null, content, fact.modifiedAt);
    this.#addHistory(tag, fact.history, fact.historyModifiedAt);
  }

  addHistoryOf(repository: number, fact: TagHistoryFact): void {
    const tag = this.#findTag(repository, decodeName(fact.tag));
    if (tag !== undefined) this.#addHistory(tag, fact.digests, fact.modifiedAt);
  }

  #addHistory(tag: number, digests: DigestList, modifiedAt: Float64Array): void {
    const reader = new DigestListReader(digests);
    for (let row = 0; reader.next(); row++) this.#addHistoryRow(tag, reader, modifiedAt[row] as number);
  }

  #addHistoryRow(tag: number, reader: DigestListReader, modifiedAt: number): void {
    this.#rows.tag_history.add(tag, this.#digests.idOf(reader), modifiedAt);
  }
}

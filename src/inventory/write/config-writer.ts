import type { ConfigsFact } from '../../facts/told.ts';
import { DigestListReader } from '../../registry/digest-list.ts';
import type { Known } from '../ids/known.ts';
import type { Renewal } from '../renew/renewal.ts';
import type { Rows } from './rows.ts';

const DIFF_ID_BYTES = 32;
const NO_LINE = 0;

/** Writes configs of images, and the lines of their history each once. */
export class ConfigWriter {
  readonly #rows: Rows;
  readonly #known: Known;
  readonly #renewal: Renewal;

  constructor(rows: Rows, known: Known, renewal: Renewal) {
    this.#rows = rows;
    this.#known = known;
    this.#renewal = renewal;
  }

  add(fact: ConfigsFact): void {
    const text = (index: number | undefined) =>
      index === undefined || index < 0 ? null : (fact.texts[index] as string);
    const lineIds = this.#writeLines(fact);
    const digests = new DigestListReader(fact.digests);
    const [diffIdsOf, linesOf] = [taker(fact.diffIds), taker(fact.lines)];
    for (let row = 0; digests.next(); row++) {
      const blob = this.#known.blobs.digests.idOf(digests);
      this.#renewal.dropConfig(blob);
      const count = fact.diffIdCounts[row] as number;
      const diffIds = diffIdsOf(count * DIFF_ID_BYTES);
      const lines = linesOf(fact.haveLines[row] === 1 ? count : 0);
      const createdAt = fact.createdAt[row] as number;
      this.#rows.config.add(
        blob,
        text(fact.faults[row]),
        Number.isNaN(createdAt) ? null : createdAt,
        text(fact.platforms[row]),
        text(fact.sources[row]),
        text(fact.revisions[row]),
        text(fact.versions[row]),
        text(fact.vendors[row]),
        count === 0 ? null : diffIds,
        lines.length === 0 ? null : `[${lines.map((line) => lineIds[line] ?? NO_LINE)}]`,
      );
    }
  }

  /** The ids of a fact's lines. */
  #writeLines({ lineTexts, lineDigests }: ConfigsFact): Int32Array {
    const ids = new Int32Array(lineTexts.length);
    if (lineTexts.length === 0) return ids;
    const lines = this.#renewal.historyLines();
    const digests = new DigestListReader(lineDigests);
    for (let at = 0; digests.next(); at++) {
      const before = lines.count;
      const id = lines.idOf(digests);
      ids[at] = id;
      if (id > before) this.#rows.history_line.add(id, lines.keyOf(id), lineTexts[at]);
    }
    return ids;
  }
}

/** Takes one run of values after the other off an array. */
function taker<List extends Uint8Array | Int32Array>(list: List): (count: number) => List {
  let at = 0;
  return (count) => {
    const from = at;
    at += count;
    return list.subarray(from, at) as List;
  };
}

import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** Microseconds since 1970; undefined where that is not known. */
export type Time = number | undefined;

/** No registry of this layout is older (2.0 came in 2015): an earlier time was lost on the way, as copies lose theirs. */
const EARLIEST = Date.UTC(2014, 0, 1) * 1000;

/** When links were last written to. A time in the future is that of the scan: its age is 0. */
export class Times {
  /** When the scan began. */
  readonly now: number;
  readonly #tags: Map<number, number>;
  /** By repository, by digest. */
  readonly #revisions: Map<number, Map<number, number>>;
  readonly #inventory: Inventory;
  #histories: Map<number, Map<number, number>> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.now = inventory.scan.scanned_at;
    const { database } = inventory;
    const [tags, tagTimes] = readNumbers(database, ['id', 'modified_at'], 'tag');
    this.#tags = new Map(Array.from(tags, (id, at) => [id, tagTimes[at] as number]));
    this.#revisions = loadNested(inventory, ['repository_id', 'blob_id', 'modified_at'], 'revision');
  }

  ofTag(tag: number): Time {
    return this.#known(this.#tags.get(tag));
  }

  /** Undefined where there is no link, too. */
  ofRevision(repository: number, blob: number): Time {
    return this.#known(this.#revisions.get(repository)?.get(blob));
  }

  /** By digest: when the tag last got it. */
  ofHistory(tag: number): ReadonlyMap<number, Time> {
    this.#histories ??= loadNested(this.#inventory, ['tag_id', 'blob_id', 'modified_at'], 'tag_history');
    const times = this.#histories.get(tag) ?? new Map<number, number>();
    return new Map([...times].map(([blob, time]) => [blob, this.#known(time)]));
  }

  #known(time: number | undefined): Time {
    return time === undefined || time < EARLIEST ? undefined : Math.min(time, this.now);
  }
}

function loadNested(
  { database }: Inventory,
  columns: readonly [outer: string, inner: string, value: string],
  table: string,
): Map<number, Map<number, number>> {
  const [outer, inner, values] = readNumbers(database, columns, table);
  const nested = new Map<number, Map<number, number>>();
  for (const [at, key] of outer.entries()) {
    const own = nested.get(key) ?? new Map<number, number>();
    nested.set(key, own.set(inner[at] as number, values[at] as number));
  }
  return nested;
}

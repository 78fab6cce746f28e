import { EARLIEST_PUSH } from '../../analyze/times.ts';
import { placeInSorted } from '../../graph/sorted.ts';
import { runsOf } from '../../inventory/format/packed-columns.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** Microseconds since 1970; undefined where that is not known. */
export type Time = number | undefined;

/** When links were last written to. A time in the future is that of the scan: its age is 0. */
export class Times {
  /** When the scan began. */
  readonly now: number;
  /** By the tag's id. */
  readonly #tags: Float64Array;
  /** By repository. */
  readonly #revisions: ReadonlyMap<number, TimesOfDigests>;
  readonly #inventory: Inventory;
  #hasUnknownHistory: boolean | undefined;
  #histories: ReadonlyMap<number, TimesOfDigests> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.now = inventory.scan.scanned_at;
    this.#tags = loadTagTimes(inventory);
    this.#revisions = loadTimes(inventory, 'repository_id', 'revision');
  }

  ofTag(tag: number): Time {
    return this.#known(this.#tags[tag]);
  }

  /** Undefined where there is no link, too. */
  ofRevision(repository: number, blob: number): Time {
    const own = this.#revisions.get(repository);
    return own && this.#known(own.times[placeInSorted(own.blobs, blob)]);
  }

  /** True where nobody knows when some tag got some digest. */
  get hasUnknownHistory(): boolean {
    const unknown = 'SELECT 1 FROM tag_history WHERE modified_at < ? LIMIT 1';
    this.#hasUnknownHistory ??= this.#inventory.database.prepare(unknown).get(EARLIEST_PUSH) !== undefined;
    return this.#hasUnknownHistory;
  }

  /** By digest: when a tag last got it, for a tag that ever had one of some digests. */
  ofHistory(tag: number, isAsked: (blob: number) => boolean): ReadonlyMap<number, Time> {
    this.#histories ??= loadTimes(this.#inventory, 'tag_id', 'tag_history');
    const { blobs, times } = this.#histories.get(tag) ?? NO_TIMES;
    if (!blobs.some(isAsked)) return NO_HISTORY;
    return new Map(Array.from(blobs, (blob, at) => [blob, this.#known(times[at])]));
  }

  #known(time: number | undefined): Time {
    return time === undefined || time < EARLIEST_PUSH ? undefined : Math.min(time, this.now);
  }
}

/** Digests, sorted, and a time of each. */
interface TimesOfDigests {
  readonly blobs: Float64Array;
  readonly times: Float64Array;
}

const NO_HISTORY: ReadonlyMap<number, Time> = new Map();
const NO_TIMES: TimesOfDigests = { blobs: new Float64Array(), times: new Float64Array() };

function loadTagTimes({ database }: Inventory): Float64Array {
  const [ids, times] = readNumbers(database, ['id', 'modified_at'], 'tag');
  const byId = new Float64Array(ids.reduce((highest, id) => Math.max(highest, id), 0) + 1);
  for (let at = 0; at < ids.length; at++) byId[ids[at] as number] = times[at] as number;
  return byId;
}

/** The times of links that stand in the directories of digests: the tables are sorted by their keys. */
function loadTimes(
  { database }: Inventory,
  owner: 'repository_id' | 'tag_id',
  table: 'revision' | 'tag_history',
): Map<number, TimesOfDigests> {
  const columns = [owner, 'blob_id', 'modified_at'] as const;
  const [owners, blobs, times] = readNumbers(database, columns, `${table} ORDER BY ${owner}, blob_id`);
  const byOwner = new Map<number, TimesOfDigests>();
  for (const { repository, start, end } of runsOf(owners))
    byOwner.set(repository, { blobs: blobs.subarray(start, end), times: times.subarray(start, end) });
  return byOwner;
}

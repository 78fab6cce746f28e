import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { Walk } from '../../graph/walk.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import { BLOB_STATES, type BlobState, IS_ODD_LINK } from '../../inventory/format/schema.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { EARLIEST_PUSH } from '../times.ts';
import { type Totals, totalsOf } from './totals.ts';

/** What was last pushed to in a span of time, in bytes. */
export interface AgeUsage {
  readonly age: (typeof SPANS)[number]['age'] | 'unknown';
  /** From how many days on, and below how many; null where there is no such end, or no time is known. */
  readonly fromDays: number | null;
  readonly toDays: number | null;
  readonly blobs: number;
  /** Over all ages they add up to all blob bytes, and the three below to these. */
  readonly bytes: number;
  readonly taggedBytes: number;
  readonly untaggedBytes: number;
  readonly unreferencedBytes: number;
}

export interface UsageByAge {
  readonly totals: Totals;
  /** The youngest first. */
  readonly ages: readonly AgeUsage[];
}

const SPANS = [
  { age: 'under-1d', fromDays: 0, toDays: 1 },
  { age: '1d-7d', fromDays: 1, toDays: 7 },
  { age: '7d-30d', fromDays: 7, toDays: 30 },
  { age: '30d-90d', fromDays: 30, toDays: 90 },
  { age: '90d-1y', fromDays: 90, toDays: 365 },
  { age: 'over-1y', fromDays: 365, toDays: null },
] as const;
const ALL_SPANS = [...SPANS, { age: 'unknown', fromDays: null, toDays: null } as const];
const DAY = 24 * 60 * 60 * 1e6;

/**
 * Disk usage by how long ago, at the scan, blobs were last pushed to: a blob's time is the newest of its own, of the layer
 * links to it, and of the tags and revisions that lead to it. A file with several names counts for the one for which its
 * bytes count.
 */
export function usageByAge(inventory: Inventory): UsageByAge {
  const contents = contentsOf(inventory);
  const spans = lastSpans(inventory, contents);
  const rows = ALL_SPANS.map((span) => ({ ...span, blobs: 0, sums: [0, 0, 0] }));
  const { files } = contents.blobs;
  const [ids, bytes, states] = readNumbers(inventory.database, ['id', 'bytes', 'state'], PRESENT);
  for (let at = 0; at < ids.length; at++) {
    const blob = ids[at] as number;
    const row = rows[spans[blob] as number] as (typeof rows)[number];
    row.blobs++;
    if (files.keeperOf(blob) === blob) row.sums[states[at] as number]! += bytes[at] as number;
  }
  const ages = rows
    .filter(({ age, blobs }) => age !== 'unknown' || blobs > 0)
    .map(({ sums, ...row }) => ({ ...row, ...bytesOf(sums) }));
  return { totals: totalsOf(inventory), ages };
}

function bytesOf(byState: readonly number[]) {
  const of = (state: BlobState) => byState[BLOB_STATES.indexOf(state)] as number;
  return {
    bytes: byState.reduce((sum, bytes) => sum + bytes),
    taggedBytes: of('tagged'),
    untaggedBytes: of('untagged'),
    unreferencedBytes: of('unreferenced'),
  };
}

/** Which of all spans a time lies in. One in the future is that of the scan. */
function spanOf(time: number, now: number): number {
  if (time < EARLIEST_PUSH) return SPANS.length;
  const days = (now - time) / DAY;
  return SPANS.findIndex(({ toDays }) => toDays === null || days < toDays);
}

/** By blob id: in which of all spans it was last pushed to. */
function lastSpans(inventory: Inventory, { graph, blobs }: Contents): Uint8Array {
  const spans = new Uint8Array(blobs.highest + 1).fill(SPANS.length);
  const note = (blob: number, span: number) => {
    if (span < (spans[blob] as number)) spans[blob] = span;
  };
  forEachTime(inventory, OWN_TIMES, note);
  const roots: number[][] = ALL_SPANS.map(() => []);
  forEachTime(inventory, ROOT_TIMES, (blob, span) => roots[span]?.push(blob));
  // The youngest first: what they lead to was met by none that is younger.
  const walk = new Walk(graph, blobs.highest);
  walk.begin();
  for (const [span, blobs] of roots.entries()) walk.visit(blobs, (blob) => note(blob, span));
  return spans;
}

const PRESENT = 'blob WHERE bytes IS NOT NULL';

/** Where times stand: the column of the blob, and its table. */
const OWN_TIMES = [
  ['id', PRESENT],
  ['blob_id', 'layer_link'],
  ['target_id', `layer_link WHERE ${IS_ODD_LINK}`],
] as const;
const ROOT_TIMES = [
  ['target_id', 'tag'],
  ['blob_id', 'revision'],
  ['target_id', `revision WHERE ${IS_ODD_LINK}`],
] as const;

function forEachTime(
  { database, scan }: Inventory,
  places: ReadonlyArray<readonly [column: string, from: string]>,
  visit: (blob: number, span: number) => void,
): void {
  for (const [column, from] of places) {
    // A link that says no digest leads to 0, which is no blob's.
    const [blobs, times] = readNumbers(database, [column, 'modified_at'], from);
    for (const [at, blob] of blobs.entries()) visit(blob, spanOf(times[at] as number, scan.scanned_at));
  }
}

import { groupBy } from '../../analyze/group-by.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { askHistoryIfThere, loadScans, type ScanRecord } from './scans.ts';
import { loadTagChanges } from './tag-changes.ts';

/** What changed since an earlier scan, in numbers. */
export interface ChangesSince {
  readonly scan: number;
  readonly scannedAt: string;
  /** By how many bytes the volume grew. */
  readonly volumeBytes: number;
  readonly repositories: { readonly appeared: number; readonly went: number };
  readonly tags: { readonly pushed: number; readonly moved: number; readonly removed: number };
  /** False where a scan in between found another volume, so that repositories and tags were not compared. */
  readonly sameVolume: boolean;
}

/** What changed lately; what there is no earlier scan for is absent. */
export interface Changes {
  readonly sinceLastScan?: ChangesSince;
  readonly sinceWeek?: ChangesSince;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Tells what changed up to the scan of an inventory; undefined where the history has no record of it, or none before. */
export function findChanges(inventory: Inventory): Changes | undefined {
  return askHistoryIfThere(inventory, (history) => {
    const scans = loadScans(history);
    const now = scans.find(({ id }) => id === inventory.scan.id);
    if (now === undefined) return undefined;
    const earlier = scans.filter(({ number }) => number < now.number);
    const [last, week] = [
      earlier.at(-1),
      earlier.findLast(({ scannedAt }) => Date.parse(scannedAt) <= Date.parse(now.scannedAt) - WEEK_MS),
    ];
    if (last === undefined) return undefined;
    return {
      sinceLastScan: since(history, last, now),
      ...(week !== undefined && { sinceWeek: since(history, week, now) }),
    };
  });
}

const REPOSITORIES = `SELECT repository_id AS repository, kind FROM event
  WHERE scan > ? AND scan <= ? AND kind IN ('repository-appeared', 'repository-went') ORDER BY id`;
const OTHERS = "SELECT count(*) FROM scan WHERE number > ? AND number <= ? AND begins = 'other-volume'";

function since(history: Database, from: ScanRecord, to: ScanRecord): ChangesSince {
  const { tags } = loadTagChanges(history, from.number, to.number);
  const count = (wanted: string) => tags.filter(({ event }) => event === wanted).length;
  const rows = history
    .prepare<[number, number], { repository: number; kind: string }>(REPOSITORIES)
    .all(from.number, to.number);
  // What appeared and went, or the other way round, is as it was.
  const net = [...groupBy(rows, ({ repository }) => repository).values()].flatMap((events) =>
    events.length % 2 === 1 ? [events.at(-1)?.kind] : [],
  );
  return {
    scan: from.number,
    scannedAt: from.scannedAt,
    volumeBytes: to.volumeBytes - from.volumeBytes,
    repositories: {
      appeared: net.filter((kind) => kind === 'repository-appeared').length,
      went: net.filter((kind) => kind === 'repository-went').length,
    },
    tags: { pushed: count('pushed'), moved: count('moved'), removed: count('removed') },
    sameVolume: history.prepare(OTHERS).pluck().get(from.number, to.number) === 0,
  };
}

import type { Name } from '../../analyze/names.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { type Account, accountsOf } from './accounts.ts';
import { findKnownRepository } from './find-repository.ts';
import { type Growth, growthOf, growthOfVolume } from './growth.ts';
import { lastVolume, loadScans, type ScanRecord } from './scans.ts';

/** How a volume, or a repository of it, became what it is. */
export interface Course {
  readonly volume: string;
  /** In their order. */
  readonly scans: readonly ScanRecord[];
  readonly repository?: RepositoryCourse;
  /** Of the volume, or of the repository where one was named. */
  readonly growth: Growth;
}

/** What a repository took at each of the scans. */
interface RepositoryCourse extends Name {
  readonly scans: readonly RepositoryScan[];
}

/** A repository at a scan: its account is absent where it was not there. */
export interface RepositoryScan extends Partial<Account> {
  readonly number: number;
  readonly scannedAt: string;
}

/** How long the growth looks back where nobody says. */
const GROWTH_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Tells what a history has of the scans that were begun at most `sinceMs` before the last one.
 * @throws UsageError where there never was a repository of that name.
 */
export function courseOf(history: Database, repository?: string, sinceMs?: number): Course {
  const all = loadScans(history);
  const now = Date.parse(all.at(-1)?.scannedAt ?? '');
  const since = (ms: number) => all.filter(({ scannedAt }) => Date.parse(scannedAt) >= now - ms);
  const scans = sinceMs === undefined ? all : since(sinceMs);
  const recent = since(sinceMs ?? GROWTH_MS);
  const volume = lastVolume(history);
  if (repository === undefined) return { volume, scans, growth: growthOfVolume(recent) };
  const { id, ...name } = findKnownRepository(history, repository);
  const accountAt = accountFinder(accountsOf(history, id));
  const at = ({ number, scannedAt }: ScanRecord) => ({ number, scannedAt, ...accountAt(number) });
  const measured = recent.flatMap(({ number, scannedAt }) => {
    const bytes = accountAt(number)?.bytes;
    return bytes === undefined ? [] : [{ at: Date.parse(scannedAt), bytes }];
  });
  return { volume, scans, repository: { ...name, scans: scans.map(at) }, growth: growthOf(measured) };
}

/** Finds what was true at a scan in accounts that tell from which scan on they are. */
function accountFinder(
  accounts: ReadonlyArray<readonly [scan: number, account: Account | undefined]>,
): (scan: number) => Account | undefined {
  return (scan) => accounts.findLast(([since]) => since <= scan)?.[1];
}

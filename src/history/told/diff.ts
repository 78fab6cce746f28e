import { compareBytewise, type Name, namedAs, type StoredName } from '../../analyze/names.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { type Account, accountsAt, type Flow, flowsBetween, type NamedAccount } from './accounts.ts';
import { findKnownRepository } from './find-repository.ts';
import type { ScanRecord } from './scans.ts';
import { loadTagChanges, type TagChanges } from './tag-changes.ts';

/** What changed between two scans. */
export interface Diff extends TagChanges {
  readonly from: ScanRecord;
  readonly to: ScanRecord;
  /** Later less earlier. */
  readonly totals: TotalsChange;
  readonly repository?: Name;
  readonly repositories: {
    readonly appeared: readonly FlowingRepository[];
    readonly went: readonly FlowingRepository[];
    readonly changed: readonly ChangedRepository[];
  };
  readonly findings: readonly FindingChange[];
  /** Why something may be missing in it, a sentence each. */
  readonly caveats: readonly string[];
}

type Summed = Exclude<keyof ScanRecord, 'number' | 'id' | 'scannedAt' | 'complete' | 'whole' | 'begins'>;
type TotalsChange = { readonly [Key in Summed]?: number };

/** A repository, and what came to it and went; absent where one of the scans between does not know, or nothing did. */
interface FlowingRepository extends NamedAccount {
  readonly came?: Flow;
  readonly went?: Flow;
}

/** A repository whose account changed: as it is now, and by how much it grew. */
export interface ChangedRepository extends FlowingRepository {
  readonly growth: Account;
}

/** A finding of corruption that began or ended. */
export interface FindingChange {
  readonly id: string;
  readonly event: 'began' | 'ended';
  readonly repository?: string;
  readonly tag?: string;
  readonly path?: string;
  readonly digest?: string;
  readonly seenAt: string;
}

/**
 * Compares two scans of a history, or what they say of one repository.
 * @throws UsageError where there never was such a repository.
 */
export function diffOf(history: Database, from: ScanRecord, to: ScanRecord, repository?: string): Diff {
  const known = repository === undefined ? undefined : findKnownRepository(history, repository);
  const only = known?.id;
  const { id: _, ...name } = known ?? { id: 0, name: '' };
  return {
    from,
    to,
    totals: difference(from, to),
    ...(known !== undefined && { repository: name }),
    repositories: compareAccounts(history, from.number, to.number, only),
    ...loadTagChanges(history, from.number, to.number, only),
    findings: loadFindingChanges(history, from.number, to.number, only),
    caveats: caveatsOf(history, from, to),
  };
}

const NOT_SUMMED = new Set(['number', 'id', 'scannedAt', 'complete', 'whole', 'begins']);

function difference(from: ScanRecord, to: ScanRecord): TotalsChange {
  const before = from as unknown as Record<string, number | undefined>;
  const changes = Object.entries(to).flatMap(([key, value]) => {
    const was = before[key];
    return NOT_SUMMED.has(key) || was === undefined ? [] : [[key, Number(value) - was]];
  });
  return Object.fromEntries(changes);
}

function compareAccounts(history: Database, from: number, to: number, only?: number): Diff['repositories'] {
  const [before, after] = [accountsAt(history, from, only), accountsAt(history, to, only)];
  const flows = flowsBetween(history, from, to);
  const changed = [...after].flatMap(([id, now]) => {
    const growth = growthOf(before.get(id), now);
    return growth === undefined ? [] : [{ ...now, growth, ...flows?.get(id) }];
  });
  return {
    appeared: byName(
      [...after].flatMap(([id, now]) => (before.has(id) ? [] : [{ ...now, ...flows?.get(id) }])),
    ),
    went: byName(
      [...before].flatMap(([id, then]) => (after.has(id) ? [] : [{ ...then, ...flows?.get(id) }])),
    ),
    changed: byName(changed),
  };
}

/** By how much an account grew; undefined where it did not change. */
function growthOf(before: NamedAccount | undefined, now: NamedAccount): Account | undefined {
  if (before === undefined) return undefined;
  const { name: _, nameBase64: __, ...account } = now;
  const was = before as unknown as Record<string, number>;
  const growth = Object.entries(account).map(([key, value]) => [key, value - (was[key] ?? 0)] as const);
  if (growth.every(([, by]) => by === 0)) return undefined;
  return Object.fromEntries(growth) as unknown as Account;
}

function byName<Row extends Name>(rows: Row[]): Row[] {
  return rows.sort((a, b) => compareBytewise(a.name, b.name));
}

const FINDINGS = `SELECT kind, finding, name, tag, path, digest, seen_at FROM event
    LEFT JOIN repository ON repository.id = repository_id
  WHERE scan > @from AND scan <= @to AND kind IN ('finding-began', 'finding-ended')
    AND (@only IS NULL OR repository_id = @only)
  ORDER BY event.id`;

interface FindingRow {
  readonly kind: 'finding-began' | 'finding-ended';
  readonly finding: string;
  readonly name: StoredName | null;
  readonly tag: StoredName | null;
  readonly path: StoredName | null;
  readonly digest: string | null;
  readonly seen_at: number;
}

/** Findings that began and did not end, or ended and did not begin again. */
function loadFindingChanges(history: Database, from: number, to: number, only?: number): FindingChange[] {
  const rows = history.prepare<[object], FindingRow>(FINDINGS).all({ from, to, only: only ?? null });
  const open = new Map<string, FindingRow>();
  for (const row of rows) {
    const { kind: _, seen_at: __, ...place } = row;
    const key = JSON.stringify(place);
    // What began and ended, or the other way round, is as it was.
    if (open.has(key)) open.delete(key);
    else open.set(key, row);
  }
  return [...open.values()].map(({ kind, finding, name, tag, path, digest, seen_at }) => ({
    id: finding,
    event: kind === 'finding-began' ? 'began' : 'ended',
    ...(name !== null && namedAs('repository', name)),
    ...(tag !== null && namedAs('tag', tag)),
    ...(path !== null && namedAs('path', path)),
    ...(digest !== null && { digest }),
    seenAt: new Date(seen_at / 1000).toISOString(),
  }));
}

const OTHER_VOLUME = "SELECT number FROM scan WHERE number > ? AND number <= ? AND begins = 'other-volume'";

function caveatsOf(history: Database, from: ScanRecord, to: ScanRecord): string[] {
  const other = history.prepare(OTHER_VOLUME).pluck().get(from.number, to.number);
  const keep = Number(history.prepare('SELECT keep_events FROM setting').pluck().get()) / 1000;
  const newest = Number(history.prepare('SELECT max(scanned_at) FROM scan').pluck().get()) / 1000;
  const isForgotten = Date.parse(from.scannedAt) < newest - keep;
  return [
    ...(other === undefined
      ? []
      : [
          `Scan ${other} found another volume: what was before it cannot be compared, and no event tells of it.`,
        ]),
    ...(to.whole
      ? []
      : [
          `Scan ${to.number} did not find everything (some was not read or is hidden, or more than half is gone at once): nothing is said to be gone until one does.`,
        ]),
    ...(isForgotten
      ? [
          `What happened to tags is kept ${Math.round(keep / 86_400_000)} days: what is older is not among them.`,
        ]
      : []),
  ];
}

import { compareBytewise } from '../analyze/names.ts';
import { UsageError } from '../errors.ts';
import type { ChangedRepository, Diff } from '../history/told/diff.ts';
import type { ScanRecord } from '../history/told/scans.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { type CutLists, cutList, cutOffOf, type List, type ListOptions, limitOf, listOf } from './lists.ts';
import { limitOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question what changed. */
export interface DiffOptions extends ListOptions {
  /** A scan by number or time, or the path of an inventory. @default the scan before `to` */
  readonly from?: string | undefined;
  /** A scan by number or time. @default the last, or the open inventory where `from` is a path */
  readonly to?: string | undefined;
  /** Only what changed in one repository. */
  readonly repository?: string;
}

/** A repository that appeared, went or changed, with its account at the later scan, or at the last that found it. */
export interface RepositoryChange extends Omit<ChangedRepository, 'growth'> {
  readonly event: 'appeared' | 'went' | 'changed';
  /** By how many bytes it grew. */
  readonly growthBytes: number;
}

/** What changed between two scans. */
export interface DiffAnswer extends Answered {
  /** All of it. */
  readonly diff: Diff;
  readonly counts: { readonly [Event in RepositoryChange['event'] | 'pushed' | 'moved' | 'removed']: number };
  /** Those that have something else than before, by default the fastest growing first. */
  readonly repositories: List<RepositoryChange>;
  /** How many others merely share what they have with more or fewer. */
  readonly reshared: number;
  readonly tags: List<Diff['tags'][number]>;
  readonly findings: List<Diff['findings'][number]>;
  /** How its lists were asked for. */
  readonly options: ListOptions;
}

/** What changed between two scans, as programs get it. */
export interface DiffJson extends Omit<Diff, 'passing' | 'caveats'>, CutLists {
  /** Why something may be missing; absent where nothing is. */
  readonly caveats?: readonly string[];
}

const DEFAULTS = { limit: 20, sort: 'change' } as const;

/** What changed between two scans. */
export const diffQuestion: Question<'diff', DiffOptions, DiffAnswer, DiffJson> = {
  name: 'diff',
  options: {
    repository: { flags: '--repository <name>', description: 'only what changed in this one' },
    ...orderOptions(['change', 'name', 'bytes', 'unique', 'shared', 'untagged', 'tags']),
    limit: limitOption(DEFAULTS.limit, 'rows of each list to print'),
  },
  async ask(inventory, options) {
    const diff = await findDiff(inventory, options);
    const changes = changesIn(diff);
    const count = (event: string) =>
      changes.filter((each) => each.event === event).length +
      diff.tags.filter((each) => each.event === event).length;
    return {
      ...answered(inventory),
      diff,
      counts: {
        appeared: count('appeared'),
        went: count('went'),
        changed: count('changed'),
        pushed: count('pushed'),
        moved: count('moved'),
        removed: count('removed'),
      },
      repositories: listOf(changes, options, DEFAULTS),
      tags: listOf(diff.tags, options, DEFAULTS),
      findings: cutList(diff.findings, limitOf(options, DEFAULTS.limit)),
      reshared: diff.repositories.changed.length - count('changed'),
      options,
    };
  },
  json({ diff, options, tags, findings }) {
    const { from, to, totals, repository, caveats } = diff;
    const appeared = listByGrowth(diff.repositories.appeared, ({ bytes }) => bytes, options);
    const went = listByGrowth(diff.repositories.went, ({ bytes }) => -bytes, options);
    const changed = listByGrowth(diff.repositories.changed, ({ growth }) => growth.bytes, options);
    return {
      from,
      to,
      totals,
      ...(repository !== undefined && { repository }),
      repositories: { appeared: appeared.rows, went: went.rows, changed: changed.rows },
      tags: tags.rows,
      findings: findings.rows,
      ...cutOffOf({ appeared, went, changed, tags, findings }),
      ...(caveats.length > 0 && { caveats }),
    };
  },
};

/** True for what names a scan of a history, and no file. */
export function namesScan(text: string): boolean {
  return /^\d{1,9}$/.test(text) || text.startsWith('@');
}

async function findDiff(inventory: Inventory, { from, to, repository }: DiffOptions): Promise<Diff> {
  if (from !== undefined && !namesScan(from)) {
    if (to !== undefined)
      throw new UsageError(`'${from}' is no scan of the history, so '${to}' must be an inventory as well.`);
    const { compareInventories } = await import('../history/told/compare-inventories.ts');
    return compareInventories(from, inventory, repository);
  }
  const [{ selectScan }, { askHistory, loadScans }, { diffOf }] = await Promise.all([
    import('../history/told/select-scan.ts'),
    import('../history/told/scans.ts'),
    import('../history/told/diff.ts'),
  ]);
  return askHistory(inventory, (history) => {
    const scans = loadScans(history);
    const later = to === undefined ? scans.at(-1) : selectScan(scans, to);
    const earlier = from === undefined ? before(scans, later) : selectScan(scans, from);
    if (earlier === undefined || later === undefined)
      throw new UsageError('There is one scan only: nothing to compare with until the next.');
    if (earlier.number > later.number)
      throw new UsageError(
        `Scan ${earlier.number} is later than scan ${later.number}: name the earlier one first.`,
      );
    return diffOf(history, earlier, later, repository);
  });
}

function before(scans: readonly ScanRecord[], later: ScanRecord | undefined): ScanRecord | undefined {
  return scans.findLast(({ number }) => number < (later?.number ?? 0));
}

/** A list of rows that say otherwise by how much they grew. */
function listByGrowth<Row extends object>(
  rows: readonly Row[],
  growthOf: (row: Row) => number,
  options: ListOptions,
): List<Row> {
  const grown = rows.map((row) => ({ ...row, growthBytes: growthOf(row), row }));
  const list = listOf(grown, options, DEFAULTS);
  return { ...list, rows: list.rows.map(({ row }) => row) };
}

/** What changed in repositories, by name. */
function changesIn({ repositories: { appeared, went, changed } }: Diff): RepositoryChange[] {
  const changes: RepositoryChange[] = [
    ...appeared.map((each) => ({ ...each, event: 'appeared' as const, growthBytes: each.bytes })),
    ...went.map((each) => ({ ...each, event: 'went' as const, growthBytes: -each.bytes })),
    ...changed.filter(hasOtherContent).map(({ growth, ...each }) => ({
      ...each,
      event: 'changed' as const,
      growthBytes: growth.bytes,
    })),
  ];
  return changes.sort((a, b) => compareBytewise(a.name, b.name));
}

function hasOtherContent({ growth, came, went }: ChangedRepository): boolean {
  const { bytes, tags, revisions, taggedBytes, uploadBytes } = growth;
  const hasGrown = [bytes, tags, revisions, taggedBytes, uploadBytes].some((by) => by !== 0);
  return hasGrown || (came?.blobs ?? 0) + (went?.blobs ?? 0) > 0;
}

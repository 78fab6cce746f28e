import { compareBytewise } from '../analyze/names.ts';
import type { Overview } from '../analyze/overview.ts';
import type { RepositoryUsage } from '../analyze/usage/by-repository.ts';
import type { FindingKind } from '../check/finding-kinds.ts';
import { InventoryError } from '../errors.ts';
import type { Alarm, Limits } from '../history/told/alarms.ts';
import type { Changes } from '../history/told/changes.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { Lever } from '../levers/lever.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type CutLists, cutList, cutOffOf, type List, type ListOptions, listOf } from './lists.ts';
import { limitOption, orderOptions, parseRate, parseShare } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the overview. */
export interface ReportOptions extends ListOptions, Limits {}

/** What a person wants to know first about a volume. */
export interface ReportAnswer extends Answered {
  readonly overview: Omit<Overview, 'repositories'>;
  /** The largest first, where nothing else was asked for. */
  readonly repositories: List<RepositoryUsage>;
  /** True where they are in that order. */
  readonly areLargest: boolean;
  /** The headline: what could go, all together. */
  readonly reclaimableBytes: number;
  /** True where half of the volume is not there, so that no sum says anything. */
  readonly isHalfMissing: boolean;
  /** What would free how much. */
  readonly levers: readonly Lever[];
  /** What check finds, by kind, the gravest first. */
  readonly findings: readonly FindingKind[];
  /** Of these, what is damaged or may matter: the gravest kinds. */
  readonly damage: List<FindingKind>;
  /** How many kinds are only good to know. */
  readonly notesCount: number;
  /** Set where it was not asked what a collection would end on or break. */
  readonly collectionUnasked?: true;
  /** What changed since earlier scans; absent where the history has none. */
  readonly changes?: Changes;
  /** Limits that are passed, or of which that cannot be told. */
  readonly alarms: readonly Alarm[];
}

/** The overview, as programs get it. */
export interface ReportJson extends Overview, CutLists {
  readonly levers: readonly Lever[];
  readonly findings: readonly FindingKind[];
  readonly collectionUnasked?: true;
  readonly changes?: Changes;
  /** Only where some were asked for. */
  readonly alarms?: readonly Alarm[];
}

const FOR_PEOPLE = { limit: 10, sort: 'bytes', isForAll: true } as const;
/** So many kinds of damage are told one by one. */
const KINDS_TOLD = 8;

/** Up to so many blobs, the collectors take a tenth of a second at most. */
const COLLECTION_LIMIT = 100_000;

/** The overview: what fills the volume, and what could go. */
export const reportQuestion: Question<'report', ReportOptions, ReportAnswer, ReportJson> = {
  name: 'report',
  options: {
    ...orderOptions(['name', 'bytes', 'unique', 'shared', 'untagged', 'uploads', 'tags']),
    limit: limitOption(FOR_PEOPLE.limit, 'repositories to name'),
    failOver: {
      flags: '--fail-over <share>',
      description: 'end with 1 where more of the file system is used, as in 90%',
      parse: parseShare,
    },
    failGrowth: {
      flags: '--fail-growth <rate>',
      description: 'end with 1 where the volume grows faster, as in 50G/d',
      parse: parseRate,
    },
  },
  async ask(inventory, options) {
    // At once, so that one is read from the disk while another is compiled.
    const [{ takeOverview }, { isHalfMissing }, { findFindings }, { kindsOf }, { findLevers }] =
      await Promise.all([
        import('../analyze/overview.ts'),
        import('../analyze/trust/trust.ts'),
        import('../check/find-findings.ts'),
        import('../check/finding-kinds.ts'),
        import('../levers/find-levers.ts'),
      ]);
    const { changes, alarms, notes } = await findChangesAndAlarms(inventory, options);
    const { repositories, ...overview } = takeOverview(inventory);
    const found = findFindings(inventory, { collectionLimit: COLLECTION_LIMIT });
    const findings = kindsOf(found.findings);
    const damage = findings.filter(({ severity }) => severity !== 'info');
    return {
      ...answered(inventory, exitCodeOf(alarms)),
      overview,
      repositories: listOf(byName(repositories), options, FOR_PEOPLE),
      areLargest: (options.sort ?? 'bytes') === 'bytes' && options.reverse !== true,
      reclaimableBytes: sumOf(overview.reclaimable),
      isHalfMissing: isHalfMissing(overview.reclaimable),
      levers: findLevers(inventory),
      findings,
      damage: cutList(damage, KINDS_TOLD),
      notesCount: findings.length - damage.length,
      ...(found.collectionUnasked && { collectionUnasked: found.collectionUnasked }),
      ...(changes !== undefined && { changes }),
      alarms,
      notes,
    };
  },
  json({ overview, repositories, levers, findings, collectionUnasked, changes, alarms }) {
    const { scan, totals, allocatedBytes, ...rest } = overview;
    return {
      scan,
      totals,
      allocatedBytes,
      repositories: repositories.rows,
      ...rest,
      levers,
      findings,
      ...(collectionUnasked && { collectionUnasked }),
      ...(changes !== undefined && { changes }),
      ...(alarms.length > 0 && { alarms }),
      ...cutOffOf({ repositories }),
    };
  },
};

async function findChangesAndAlarms(inventory: Inventory, limits: Limits) {
  const [{ findChanges }, { findAlarms }] = await Promise.all([
    import('../history/told/changes.ts'),
    import('../history/told/alarms.ts'),
  ]);
  const alarms = findAlarms(inventory, limits);
  try {
    return { changes: findChanges(inventory), alarms, notes: [] };
  } catch (error) {
    // The overview is more than what changed, and is asked for when something is wrong.
    if (!(error instanceof InventoryError)) throw error;
    return { changes: undefined, alarms, notes: [error.message] };
  }
}

/** A limit is passed; or something that was asked cannot be told, which outranks it. */
function exitCodeOf(alarms: readonly Alarm[]): number {
  if (alarms.some(({ found }) => found === undefined)) return EXIT_CODES.incomplete.code;
  return (alarms.length > 0 ? EXIT_CODES.findings : EXIT_CODES.done).code;
}

function byName(repositories: readonly RepositoryUsage[]): RepositoryUsage[] {
  return [...repositories].sort((a, b) => compareBytewise(a.name, b.name));
}

function sumOf({ unreferenced, untagged, staleUploads }: Overview['reclaimable']): number {
  return unreferenced.bytes + untagged.bytes + staleUploads.bytes;
}

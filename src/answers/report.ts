import type { Overview } from '../analyze/overview.ts';
import type { RepositoryUsage } from '../analyze/usage/by-repository.ts';
import type { FindingKind } from '../check/finding-kinds.ts';
import type { Lever } from '../levers/lever.ts';
import { cutList, type List, type ListOptions, limitOf } from './lists.ts';
import { limitOption } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the overview. */
export type ReportOptions = Omit<ListOptions, 'sort' | 'reverse'>;

/** What a person wants to know first about a volume. */
export interface ReportAnswer extends Answered {
  readonly overview: Omit<Overview, 'repositories'>;
  /** The largest first. */
  readonly repositories: List<RepositoryUsage>;
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
}

/** The overview, as programs get it. */
export interface ReportJson extends Overview {
  readonly levers: readonly Lever[];
  readonly findings: readonly FindingKind[];
  readonly collectionUnasked?: true;
}

const FOR_PEOPLE = 10;
/** So many kinds of damage are told one by one. */
const KINDS_TOLD = 8;

/** Up to so many blobs, the collectors take a tenth of a second at most. */
const COLLECTION_LIMIT = 100_000;

/** The overview: what fills the volume, and what could go. */
export const reportQuestion: Question<'report', ReportOptions, ReportAnswer, ReportJson> = {
  name: 'report',
  options: { limit: limitOption(FOR_PEOPLE, 'how many of the largest repositories to name') },
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
    const { repositories, ...overview } = takeOverview(inventory);
    const found = findFindings(inventory, { collectionLimit: COLLECTION_LIMIT });
    const findings = kindsOf(found.findings);
    const damage = findings.filter(({ severity }) => severity !== 'info');
    return {
      ...answered(inventory),
      overview,
      repositories: cutList(repositories, limitOf(options, FOR_PEOPLE)),
      reclaimableBytes: sumOf(overview.reclaimable),
      isHalfMissing: isHalfMissing(overview.reclaimable),
      levers: findLevers(inventory),
      findings,
      damage: cutList(damage, KINDS_TOLD),
      notesCount: findings.length - damage.length,
      ...(found.collectionUnasked && { collectionUnasked: found.collectionUnasked }),
    };
  },
  json({ overview, repositories, levers, findings, collectionUnasked }) {
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
    };
  },
};

function sumOf({ unreferenced, untagged, staleUploads }: Overview['reclaimable']): number {
  return unreferenced.bytes + untagged.bytes + staleUploads.bytes;
}

import type { Orphan, OrphanOptions, Orphans } from '../analyze/orphans.ts';
import { isoTime } from '../analyze/times.ts';
import { type List, type ListOptions, listOf } from './lists.ts';
import { limitOption, minAgeOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after unreferenced blobs. */
export interface OrphansOptions extends ListOptions, OrphanOptions {}

/** Blobs that nothing refers to. */
export interface OrphansAnswer extends Answered, Omit<Orphans, 'blobs'> {
  readonly blobs: List<Orphan>;
  /** True where untagged blobs are among them, also among those that were cut off. */
  readonly hasUntagged: boolean;
  /** True where half of the volume is not there, so that no sum says anything. */
  readonly isHalfMissing: boolean;
  /** When the volume was scanned, in ISO 8601: ages are told from then. */
  readonly scannedAt: string;
}

/** Blobs that nothing refers to, as programs get them. */
export type OrphansJson = Orphans;

const FOR_PEOPLE = { limit: 20, sort: 'bytes' } as const;

/** What nothing refers to. */
export const orphansQuestion: Question<'orphans', OrphansOptions, OrphansAnswer, OrphansJson> = {
  name: 'orphans',
  options: {
    untagged: { flags: '--untagged', description: 'and those that only untagged manifests hold' },
    minAgeMs: minAgeOption('younger blobs may be a push in flight'),
    ...orderOptions(['name', 'bytes', 'age']),
    limit: limitOption(FOR_PEOPLE.limit),
  },
  async ask(inventory, options) {
    const [{ findOrphans }, { isHalfMissing }] = await Promise.all([
      import('../analyze/orphans.ts'),
      import('../analyze/trust/trust.ts'),
    ]);
    const { blobs, ...rest } = findOrphans(inventory, options);
    return {
      ...answered(inventory),
      ...rest,
      blobs: listOf(blobs, options, FOR_PEOPLE),
      hasUntagged: blobs.some(({ state }) => state === 'untagged'),
      isHalfMissing: isHalfMissing(rest),
      scannedAt: isoTime(inventory.scan.scanned_at),
    };
  },
  json({ undetermined, caveats, totals, blobs }) {
    return { undetermined, ...(caveats !== undefined && { caveats }), totals, blobs: blobs.rows };
  },
};

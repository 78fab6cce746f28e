import type { Churn, DuplicateContent } from '../analyze/duplicates/describe.ts';
import type { DuplicateTotals } from '../analyze/duplicates/find-duplicates.ts';
import type { Certainty } from '../analyze/trust/trust.ts';
import { type CutLists, cutOffOf, type List, type ListOptions, listOf } from './lists.ts';
import { limitOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Layers with the same content under several digests, and steps of builds that made several layers. */
export interface DuplicatesAnswer extends Answered {
  readonly totals: DuplicateTotals;
  readonly contents: List<DuplicateContent>;
  readonly churn: List<Churn>;
  /** False where the scan left configs unread. */
  readonly areConfigsRead: boolean;
  readonly certainty: Certainty;
}

/** The same, as programs get it. */
export interface DuplicatesJson extends Partial<Certainty>, CutLists {
  readonly configsRead: boolean;
  readonly totals: DuplicateTotals;
  readonly contents: readonly DuplicateContent[];
  readonly churn: readonly Churn[];
}

const FOR_PEOPLE = 10;

/** What is stored several times, and what keeps making more. */
export const duplicatesQuestion: Question<'duplicates', ListOptions, DuplicatesAnswer, DuplicatesJson> = {
  name: 'duplicates',
  options: {
    ...orderOptions(['name', 'bytes', 'saved', 'repositories', 'images', 'tags']),
    limit: limitOption(FOR_PEOPLE, 'rows of each list to print'),
  },
  async ask(inventory, options) {
    const [{ findDuplicates }, { describeContents, describeChurn }, { certaintyOf, trustIn }] =
      await Promise.all([
        import('../analyze/duplicates/find-duplicates.ts'),
        import('../analyze/duplicates/describe.ts'),
        import('../analyze/trust/trust.ts'),
      ]);
    const found = findDuplicates(inventory);
    const { rows: contents, ...cutContents } = listOf(found.contents, options, {
      limit: FOR_PEOPLE,
      sort: 'saved',
    });
    const { rows: churn, ...cutChurn } = listOf(found.churn, options, { limit: FOR_PEOPLE, sort: 'bytes' });
    return {
      ...answered(inventory),
      totals: found.totals,
      contents: { rows: describeContents(inventory, found, contents), ...cutContents },
      churn: { rows: describeChurn(inventory, found, churn), ...cutChurn },
      areConfigsRead: inventory.scan.reads_configs === 1,
      certainty: certaintyOf(trustIn(inventory), true),
    };
  },
  json({ totals, contents, churn, areConfigsRead, certainty }) {
    return {
      configsRead: areConfigsRead,
      totals,
      contents: contents.rows,
      churn: churn.rows,
      ...cutOffOf({ contents, churn }),
      ...(certainty.undetermined && certainty),
    };
  },
};

import { parseDuration } from '../duration.ts';
import type { Course, RepositoryScan } from '../history/told/course.ts';
import type { ScanRecord } from '../history/told/scans.ts';
import { type CutLists, cutOffOf, type List, type ListOptions, limitOf } from './lists.ts';
import { limitOption } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question how it came to this. */
export interface HistoryOptions extends Pick<ListOptions, 'limit' | 'reader'> {
  /** Only of this repository. */
  readonly repository?: string | undefined;
  /** Only scans begun at most so long before the last one, in milliseconds. */
  readonly sinceMs?: number;
}

/** How a volume, or a repository of it, became what it is. */
export interface HistoryAnswer extends Answered {
  readonly course: Course;
  /** The last ones. */
  readonly scans: List<ScanRecord>;
  /** The same of the repository, where one was named. */
  readonly ofRepository?: List<RepositoryScan>;
}

/** The same, as programs get it. */
export interface HistoryJson extends Course, CutLists {}

const FOR_PEOPLE = 20;

/** What the scans found, one after another. */
export const historyQuestion: Question<'history', HistoryOptions, HistoryAnswer, HistoryJson> = {
  name: 'history',
  options: {
    sinceMs: {
      flags: '--since <duration>',
      description: 'only scans begun at most so long before the last one, as in 30d',
      parse: parseDuration,
    },
    limit: limitOption(FOR_PEOPLE, 'how many scans to print, the last ones'),
  },
  async ask(inventory, { repository, sinceMs, ...options }) {
    const [{ askHistory }, { courseOf }] = await Promise.all([
      import('../history/told/scans.ts'),
      import('../history/told/course.ts'),
    ]);
    const course = askHistory(inventory, (history) => courseOf(history, repository, sinceMs));
    const limit = limitOf(options, FOR_PEOPLE);
    return {
      ...answered(inventory),
      course,
      scans: cutToLast(course.scans, limit),
      ...(course.repository !== undefined && { ofRepository: cutToLast(course.repository.scans, limit) }),
    };
  },
  json({ course, scans, ofRepository }) {
    const { volume, repository, growth } = course;
    return {
      volume,
      scans: scans.rows,
      ...(repository !== undefined &&
        ofRepository !== undefined && { repository: { ...repository, scans: ofRepository.rows } }),
      growth,
      ...cutOffOf({ scans }),
    };
  },
};

/** The last rows of a list; 0 for all. */
function cutToLast<Row>(rows: readonly Row[], limit: number): List<Row> {
  const shown = limit === 0 ? rows : rows.slice(-limit);
  return { rows: shown, count: rows.length, left: rows.length - shown.length };
}

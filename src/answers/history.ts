import { parseDuration } from '../duration.ts';
import type { Course, RepositoryScan } from '../history/told/course.ts';
import type { ScanRecord } from '../history/told/scans.ts';
import { type CutLists, cutList, cutOffOf, type List, type ListOptions, limitOf } from './lists.ts';
import { limitOption, REVERSE_OPTION } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question how it came to this. */
export interface HistoryOptions extends Omit<ListOptions, 'sort'> {
  /** Only of this repository. */
  readonly repository?: string | undefined;
  /** Only scans begun at most so long before the last one, in milliseconds. */
  readonly sinceMs?: number;
}

/** How a volume, or a repository of it, became what it is. */
export interface HistoryAnswer extends Answered {
  readonly course: Course;
  /** For people the last one first, for programs in the order of time. */
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
    reverse: REVERSE_OPTION,
    limit: limitOption(FOR_PEOPLE, 'how many scans to print, the last ones; with --reverse the first ones'),
  },
  async ask(inventory, { repository, sinceMs, ...options }) {
    const [{ askHistory }, { courseOf }] = await Promise.all([
      import('../history/told/scans.ts'),
      import('../history/told/course.ts'),
    ]);
    const course = askHistory(inventory, (history) => courseOf(history, repository, sinceMs));
    return {
      ...answered(inventory),
      course,
      scans: listInTime(course.scans, options),
      ...(course.repository !== undefined && { ofRepository: listInTime(course.repository.scans, options) }),
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

/** The last rows of a list, or the first: for people as they count back, for programs in the order of time. */
function listInTime<Row>(rows: readonly Row[], options: HistoryOptions): List<Row> {
  const { reverse = false, reader } = options;
  const list = cutList(reverse ? rows : rows.toReversed(), limitOf(options, FOR_PEOPLE));
  return reader === 'people' ? list : { ...list, rows: list.rows.toReversed() };
}

import { isoTime } from '../analyze/times.ts';
import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { ReconcileOptions, Reconciliation, SizeMismatch } from '../reconcile/reconcile.ts';
import type { RepositoryAmount, Unknown } from '../reconcile/unknown.ts';
import { type CutLists, cutOffOf, type List, type ListOptions, listOf } from './lists.ts';
import { limitOption, minAgeOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after what a database knows of a volume. */
export interface ReconcileQuestionOptions extends ListOptions, ReconcileOptions {}

/** A volume held against a list of what somebody knows. */
export interface ReconcileAnswer extends Answered, Omit<Reconciliation, 'unknown' | 'sizeMismatches'> {
  readonly unknown: Omit<Unknown, 'byRepository'>;
  readonly byRepository: List<RepositoryAmount>;
  readonly sizeMismatches: List<SizeMismatch>;
  /** Set where digests were told one by one: people get nothing else. */
  readonly isListed: boolean;
  /** When the volume was scanned, in ISO 8601. */
  readonly scannedAt: string;
}

/** The same, as programs get it. */
export interface ReconcileJson extends Reconciliation, CutLists {}

const FOR_PEOPLE = { limit: 10, sort: 'bytes' } as const;

/** What is on the disk and what a database knows, held against each other. */
export const reconcileQuestion: Question<
  'reconcile',
  ReconcileQuestionOptions,
  ReconcileAnswer,
  ReconcileJson
> = {
  name: 'reconcile',
  options: {
    list: {
      flags: '--list <which>',
      description:
        'print nothing but digests: those on the disk that the list does not name, without the young; or those that it names and that are not there',
      choices: ['unknown', 'missing'],
      conflicts: 'json',
    },
    minAgeMs: minAgeOption('younger blobs may be newer than the list'),
    ...orderOptions(['name', 'bytes']),
    limit: limitOption(FOR_PEOPLE.limit, 'rows of each list to print'),
  },
  validate({ source, list, sort, reverse, limit }) {
    if (source === undefined) throw new UsageError('Expected a list of digests.');
    const given = { '--sort': sort, '--reverse': reverse, '--limit': limit };
    const [other] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
    if (list !== undefined && other !== undefined)
      throw new UsageError(`--list prints digests as they come, and all of them: leave ${other} out.`);
  },
  async ask(inventory, options) {
    await reconcileQuestion.validate?.(options);
    const [{ LACKS, reconcile }, { trustIn }] = await Promise.all([
      import('../reconcile/reconcile.ts'),
      import('../analyze/trust/trust.ts'),
    ]);
    const found = await reconcile(inventory, options);
    const { unknown, sizeMismatches, ...rest } = found;
    const { byRepository, ...amounts } = unknown;
    const { lacks } = found.list;
    const isElsewhere = trustIn(inventory).metadataElsewhere !== undefined;
    return {
      ...answered(inventory),
      ...rest,
      unknown: amounts,
      byRepository: listOf(byRepository, options, FOR_PEOPLE),
      sizeMismatches: listOf(sizeMismatches, options, FOR_PEOPLE),
      isListed: options.list !== undefined,
      scannedAt: isoTime(inventory.scan.scanned_at),
      notes: [
        ...(lacks !== undefined ? [LACKS[lacks]] : isElsewhere ? [IN_BOTH_TABLES] : []),
        ...notesOn(inventory, found),
      ],
    };
  },
  json({ known, unknown, byRepository, missing, sizeMismatches, list }) {
    return {
      known,
      unknown: { ...unknown, byRepository: byRepository.rows },
      missing,
      sizeMismatches: sizeMismatches.rows,
      list,
      ...cutOffOf({ byRepository, sizeMismatches }),
    };
  },
};

const IN_BOTH_TABLES =
  'GitLab keeps manifests in the table manifests, and the other blobs in blobs: a list of one of them leaves the other unknown.';

function notesOn({ scan }: Inventory, { list, missing }: Reconciliation): string[] {
  const { odd } = list;
  return [
    ...(odd.first === undefined
      ? []
      : [
          `Lines that are no digest: ${odd.lines}, the first is line ${odd.first.line}: '${odd.first.text}'.`,
        ]),
    ...list.setAside.map(
      ({ status, lines }) => `Lines with the status '${status}', whose blobs count as unknown: ${lines}.`,
    ),
    ...(missing.mayRepeat
      ? ['So much is missing that what the list repeats of it may be counted more than once.']
      : []),
    ...(scan.is_complete === 1 ? [] : ['The scan did not read everything: what is missing may be there.']),
  ];
}

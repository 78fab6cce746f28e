import { isoTime } from '../analyze/times.ts';
import { UsageError } from '../errors.ts';
import type {
  LeftoverKindSum,
  LeftoverOptions,
  LeftoverSum,
  Leftovers,
} from '../leftovers/find-leftovers.ts';
import { ALL_LEFTOVER_KINDS, LEFTOVER_KINDS, type LeftoverKind } from '../leftovers/kinds.ts';
import type { Leftover } from '../leftovers/leftover.ts';
import { type CutLists, cutOffOf, type List, type ListOptions, listOf, moreOf, sumOfLists } from './lists.ts';
import { limitOption, minAgeOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after what is left over. */
export interface LeftoversOptions extends ListOptions, LeftoverOptions {
  /** Only this kind; people get nothing but the paths of what is not young. */
  readonly list?: LeftoverKind;
  /** These paths as they are, each ended by a NUL. */
  readonly print0?: boolean;
}

type KindEntry = (typeof LEFTOVER_KINDS)[LeftoverKind];

/** What is left over of one kind, and what there is to know of the kind. */
export interface LeftoverGroup
  extends LeftoverKindSum,
    Pick<KindEntry, 'what' | 'remedy' | 'danger' | 'removedBy'> {
  /** People get those that are not young. */
  readonly items: List<Leftover>;
}

/** What neither a collection nor a call removes, or only a call that somebody has to make. */
export interface LeftoversAnswer extends Answered, Omit<Leftovers, 'kinds' | 'items'> {
  /** By kind; for people those that take most first. */
  readonly groups: readonly LeftoverGroup[];
  readonly young: LeftoverSum;
  /** Set where only paths are wanted. */
  readonly paths?: { readonly isNulEnded: boolean };
  /** The registry's root directory, where it was when it was scanned. */
  readonly volume: string;
  /** When that was, in ISO 8601: ages are told from then. */
  readonly scannedAt: string;
}

/** What is left over, as programs get it. */
export interface LeftoversJson extends CutLists, Omit<Leftovers, 'kinds'> {
  readonly kinds: ReadonlyArray<Omit<LeftoverGroup, 'items'>>;
}

const FOR_PEOPLE = { limit: 3, sort: 'bytes' } as const;

/** What neither a collection nor a call removes. */
export const leftoversQuestion: Question<'leftovers', LeftoversOptions, LeftoversAnswer, LeftoversJson> = {
  name: 'leftovers',
  options: {
    list: {
      flags: '--list <kind>',
      description: 'print nothing but the paths of one kind, below the scanned volume, without the young',
      choices: ALL_LEFTOVER_KINDS,
    },
    print0: { flags: '--print0', description: 'with --list: paths as they are, each ended by a NUL' },
    minAgeMs: minAgeOption('what was written to later may be in use, and is kept apart'),
    ...orderOptions(['name', 'bytes', 'age']),
    limit: limitOption(FOR_PEOPLE.limit, 'rows of each kind to print'),
  },
  validate({ list, print0 }) {
    if (print0 === true && list === undefined)
      throw new UsageError('--print0 ends what --list prints: name a kind with --list <kind>.');
    if (list !== undefined && !ALL_LEFTOVER_KINDS.includes(list))
      throw new UsageError(`There is no kind '${list}', but ${ALL_LEFTOVER_KINDS.join(', ')}.`);
  },
  async ask(inventory, options) {
    await leftoversQuestion.validate?.(options);
    const { findLeftovers } = await import('../leftovers/find-leftovers.ts');
    const { kinds, items, ...found } = findLeftovers(inventory, options);
    const { list } = options;
    const asked = list === undefined ? kinds : kinds.filter(({ kind }) => kind === list);
    const isPaths = list !== undefined && options.reader === 'people';
    if (isPaths) assertListable(list, asked[0], found);
    const groups = groupsOf(asked, items, options);
    return {
      ...answered(inventory),
      ...found,
      ...(list !== undefined && { totals: addUp(asked) }),
      groups,
      young: addUp(asked.map(({ young }) => young)),
      ...(isPaths && { paths: { isNulEnded: options.print0 === true }, notes: notesOn(list, asked, groups) }),
      volume: inventory.scan.volume,
      scannedAt: isoTime(inventory.scan.scanned_at),
    };
  },
  json({ undetermined, caveats, unasked, totals, groups }) {
    return {
      ...(undetermined !== undefined && { undetermined }),
      ...(caveats !== undefined && { caveats }),
      ...(unasked !== undefined && { unasked }),
      totals,
      kinds: groups.map(({ items: _, ...group }) => group),
      items: groups.flatMap(({ items }) => items.rows),
      ...cutOffOf({ items: sumOfLists(groups.map(({ items }) => items)) }),
    };
  },
};

/** Whoever asks for paths is about to remove them. */
function assertListable(
  kind: LeftoverKind,
  sum: LeftoverKindSum | undefined,
  { caveats = [] }: Pick<Leftovers, 'caveats'>,
): void {
  const why = caveats.map(({ message }) => message).join(' ');
  if (sum === undefined)
    throw new UsageError(
      `Nobody can tell by this volume what is ${kind}. ${why === '' ? 'In a pull-through cache what is missing is normal.' : why}`,
    );
  if (sum.undetermined)
    throw new UsageError(`What seems ${kind} may be in use: no paths to remove are printed. ${why}`);
}

function groupsOf(
  kinds: readonly LeftoverKindSum[],
  items: readonly Leftover[],
  options: LeftoversOptions,
): LeftoverGroup[] {
  const isForPeople = options.reader === 'people';
  // Paths are for other tools: a list that was cut unasked would leave something where nobody looks for it.
  const asked = options.list === undefined ? options : { ...options, reader: 'programs' as const };
  const groups = kinds.map((sum) => {
    const own = items.filter(({ kind, young }) => kind === sum.kind && !(isForPeople && young));
    const { what, remedy, danger, removedBy } = LEFTOVER_KINDS[sum.kind];
    return { ...sum, what, remedy, danger, removedBy, items: listOf(own, asked, FOR_PEOPLE) };
  });
  return isForPeople ? groups.sort((a, b) => b.bytes - a.bytes || b.files - a.files) : groups;
}

function notesOn(
  kind: LeftoverKind,
  [sum]: readonly LeftoverKindSum[],
  groups: readonly LeftoverGroup[],
): string[] {
  const young = sum?.young.count ?? 0;
  const { left } = sumOfLists(groups.map(({ items }) => items));
  return [
    LEFTOVER_KINDS[kind].remedy,
    ...(young > 0 ? [`${young} younger than --min-age left out: somebody may be writing there.`] : []),
    ...(left > 0 ? [moreOf(left)] : []),
  ];
}

function addUp(sums: readonly LeftoverSum[]): LeftoverSum {
  const add = (key: keyof LeftoverSum) => sums.reduce((all, sum) => all + sum[key], 0);
  return { count: add('count'), files: add('files'), bytes: add('bytes') };
}

import { compareBytewise } from '../analyze/names.ts';
import type { Findings } from '../check/find-findings.ts';
import type { Finding } from '../check/finding.ts';
import type { Severity } from '../check/severity.ts';
import { UsageError } from '../errors.ts';
import { EXIT_CODES } from './exit-codes.ts';
import {
  type CutLists,
  cutList,
  cutOffOf,
  type List,
  type ListOptions,
  limitOf,
  sumOfLists,
} from './lists.ts';
import { limitOption, REVERSE_OPTION } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after damage. */
export interface CheckOptions extends Omit<ListOptions, 'sort'> {
  /** The order of the kinds. @default 'severity' */
  readonly sort?: FindingOrder | undefined;
  /**
   * From this severity on findings are the answer's exit code.
   * @default 'corruption'
   */
  readonly failOn?: Severity | 'never';
  /** Ids of findings to leave out. */
  readonly ignore?: readonly string[];
}

/** The gravest kinds first, those of which there is most, or by id. */
type FindingOrder = 'severity' | 'count' | 'name';

/** Findings of one id, of which the same is to be done. */
export interface FindingGroup extends Pick<Finding, 'id' | 'severity' | 'hint'> {
  readonly findings: List<Finding>;
}

/** What is damaged. */
export interface CheckAnswer extends Answered, Omit<Findings, 'findings'> {
  /** The worst first, where nothing else was asked for. */
  readonly groups: readonly FindingGroup[];
}

/** What is damaged, as programs get it. */
export interface CheckJson extends Findings, CutLists {
  /** How many there are of each id and hint, whatever was cut off of the findings. */
  readonly kinds: ReadonlyArray<Pick<FindingGroup, 'id' | 'severity' | 'hint'> & { readonly count: number }>;
}

const FOR_PEOPLE = 3;
const ORDERS: readonly FindingOrder[] = ['severity', 'count', 'name'];

/** What is damaged, and what would end or hurt a collection. */
export const checkQuestion: Question<'check', CheckOptions, CheckAnswer, CheckJson> = {
  name: 'check',
  options: {
    failOn: {
      flags: '--fail-on <severity>',
      description: 'exit with 1 where something is at or above it',
      choices: ['corruption', 'warning', 'info', 'never'],
      default: 'corruption',
    },
    ignore: {
      flags: '--ignore <id>',
      description: 'leave out findings of this id (repeatable)',
      default: [],
      isRepeatable: true,
    },
    sort: { flags: '--sort <key>', description: 'order of the kinds', choices: ORDERS },
    reverse: REVERSE_OPTION,
    limit: limitOption(FOR_PEOPLE, 'findings of each id and hint to print'),
  },
  async validate({ ignore = [] }) {
    if (ignore.length === 0) return;
    const [{ CATALOGUE }, { didYouMean }] = await Promise.all([
      import('../check/catalogue.ts'),
      import('./did-you-mean.ts'),
    ]);
    const ids = Object.keys(CATALOGUE);
    const unknown = ignore.find((id) => !ids.includes(id));
    if (unknown === undefined) return;
    const hint = didYouMean(unknown, ids) ?? 'docs/commands.md lists them all.';
    throw new UsageError(`No finding has the id '${unknown}'. ${hint}`);
  },
  async ask(inventory, options) {
    await checkQuestion.validate?.(options);
    const { failOn = 'corruption', ignore = [] } = options;
    const { findFindings, isAtOrAbove } = await import('../check/find-findings.ts');
    const found = findFindings(inventory, { ignore: new Set(ignore) });
    const fails = failOn !== 'never' && isAtOrAbove(found, failOn);
    const { findings, ...rest } = found;
    return {
      ...answered(inventory, (fails ? EXIT_CODES.findings : EXIT_CODES.done).code),
      ...rest,
      groups: groupFindings(findings, options),
    };
  },
  json({ groups, totals, undetermined, caveats, collectionUnasked }) {
    return {
      findings: groups.flatMap(({ findings }) => findings.rows),
      totals,
      kinds: groups.map(({ id, severity, hint, findings: { count } }) => ({ id, severity, hint, count })),
      ...(undetermined && { undetermined }),
      ...(caveats !== undefined && { caveats }),
      ...(collectionUnasked && { collectionUnasked }),
      ...cutOffOf({ findings: sumOfLists(groups.map((group) => group.findings)) }),
    };
  },
  lines: ({ groups }) => groups.flatMap(({ findings }) => findings.rows),
};

/** Findings of one kind, of which the same is to be done, together. */
export function groupFindings(
  findings: readonly Finding[],
  options: Pick<CheckOptions, 'sort' | 'reverse' | 'limit' | 'reader'>,
): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const each of findings) {
    const key = JSON.stringify([each.id, each.hint]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  const ordered = orderGroups([...groups.values()], options.sort);
  const inOrder = <Row>(rows: Row[]) => (options.reverse ? rows.toReversed() : rows);
  return inOrder(ordered).map((group) => {
    const { id, severity, hint } = group[0] as Finding;
    return { id, severity, hint, findings: cutList(inOrder(group), limitOf(options, FOR_PEOPLE)) };
  });
}

/** Groups come with the gravest first, and by id. */
function orderGroups(groups: Finding[][], sort: FindingOrder = 'severity'): Finding[][] {
  if (sort === 'severity') return groups;
  const idOf = ([first]: Finding[]) => (first as Finding).id;
  if (sort === 'name') return groups.sort((a, b) => compareBytewise(idOf(a), idOf(b)));
  return groups.sort((a, b) => b.length - a.length);
}

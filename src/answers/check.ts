import type { Findings } from '../check/find-findings.ts';
import type { Finding } from '../check/finding.ts';
import type { Severity } from '../check/severity.ts';
import { UsageError } from '../errors.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { cutList, type List, type ListOptions, limitOf } from './lists.ts';
import { limitOption } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after damage. */
export interface CheckOptions extends Omit<ListOptions, 'sort' | 'reverse'> {
  /**
   * From this severity on findings are the answer's exit code.
   * @default 'corruption'
   */
  readonly failOn?: Severity | 'never';
  /** Ids of findings to leave out. */
  readonly ignore?: readonly string[];
}

/** Findings of one id, of which the same is to be done. */
export interface FindingGroup extends Pick<Finding, 'id' | 'severity' | 'hint'> {
  readonly findings: List<Finding>;
}

/** What is damaged. */
export interface CheckAnswer extends Answered, Omit<Findings, 'findings'> {
  /** The worst first. */
  readonly groups: readonly FindingGroup[];
}

/** What is damaged, as programs get it. */
export type CheckJson = Findings;

const FOR_PEOPLE = 3;

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
    limit: limitOption(FOR_PEOPLE, 'findings of each id and hint to print'),
  },
  async validate({ ignore = [] }) {
    const { isFindingId } = await import('../check/catalogue.ts');
    const unknown = ignore.find((id) => !isFindingId(id));
    if (unknown !== undefined) throw new UsageError(`No finding has the id '${unknown}'.`);
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
      groups: groupFindings(findings, limitOf(options, FOR_PEOPLE)),
    };
  },
  json({ groups, totals, undetermined, caveats, collectionUnasked }) {
    return {
      findings: groups.flatMap(({ findings }) => findings.rows),
      totals,
      ...(undetermined && { undetermined }),
      ...(caveats !== undefined && { caveats }),
      ...(collectionUnasked && { collectionUnasked }),
    };
  },
  lines: ({ groups }) => groups.flatMap(({ findings }) => findings.rows),
};

/** Findings of one kind, of which the same is to be done, follow each other. */
export function groupFindings(findings: readonly Finding[], limit: number): FindingGroup[] {
  const groups: Finding[][] = [];
  for (const each of findings) {
    const last = groups.at(-1);
    if (last?.[0]?.id === each.id && last[0].hint === each.hint) last.push(each);
    else groups.push([each]);
  }
  return groups.map((group) => {
    const { id, severity, hint } = group[0] as Finding;
    return { id, severity, hint, findings: cutList(group, limit) };
  });
}

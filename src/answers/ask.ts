import type { Inventory } from '../inventory/read/reader.ts';
import { checkQuestion } from './check.ts';
import { diffQuestion } from './diff.ts';
import { duplicatesQuestion } from './duplicates.ts';
import { exportQuestion } from './export.ts';
import { gcQuestion } from './gc.ts';
import { historyQuestion } from './history.ts';
import { inspectQuestion } from './inspect.ts';
import { leftoversQuestion } from './leftovers.ts';
import { lsQuestion } from './ls.ts';
import { orphansQuestion } from './orphans.ts';
import { planQuestion } from './plan.ts';
import type { Answered, Question } from './question.ts';
import { reconcileQuestion } from './reconcile.ts';
import { reportQuestion } from './report.ts';
import { scanQuestion } from './scan.ts';
import { sqlQuestion } from './sql.ts';
import { usageQuestion } from './usage.ts';
import { verifyQuestion } from './verify.ts';
import { whereQuestion } from './where.ts';

/** Every question, by its name. */
export const QUESTIONS = {
  scan: scanQuestion,
  report: reportQuestion,
  usage: usageQuestion,
  orphans: orphansQuestion,
  gc: gcQuestion,
  plan: planQuestion,
  check: checkQuestion,
  verify: verifyQuestion,
  ls: lsQuestion,
  where: whereQuestion,
  leftovers: leftoversQuestion,
  inspect: inspectQuestion,
  reconcile: reconcileQuestion,
  duplicates: duplicatesQuestion,
  export: exportQuestion,
  sql: sqlQuestion,
  history: historyQuestion,
  diff: diffQuestion,
};

/** A question as a function: what the command prints with `--json`, without the schema. */
type AskOf<Asked> =
  Asked extends Question<string, infer Options, infer _Answer, infer Json>
    ? (inventory: Inventory, options?: Partial<Options>) => Promise<Json>
    : never;

/**
 * Every question as a function: from an open inventory and the options of the command to what the command prints with
 * `--json`, without the schema. Lists are complete, and sorted by name, unless `sort` and `limit` say otherwise.
 */
export const ask = Object.fromEntries(
  Object.entries(QUESTIONS).map(([name, question]) => [name, asking(question as AnyOf)]),
) as { readonly [Name in keyof typeof QUESTIONS]: AskOf<(typeof QUESTIONS)[Name]> };

/** Any of them; what its options are, whoever asks it knows. */
type AnyOf = Question<string, object, Answered, object>;

function asking(question: AnyOf) {
  return async (inventory: Inventory, options: object = {}): Promise<object> =>
    question.json(await question.ask(inventory, options));
}

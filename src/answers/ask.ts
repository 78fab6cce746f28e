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

/**
 * Every question as a function: from an open inventory and the options of the command to what the command prints with
 * `--json`, without the schema. Lists are complete, and sorted by name, unless `sort` and `limit` say otherwise.
 */
export const ask = {
  scan: asking(scanQuestion),
  report: asking(reportQuestion),
  usage: asking(usageQuestion),
  orphans: asking(orphansQuestion),
  gc: asking(gcQuestion),
  plan: asking(planQuestion),
  check: asking(checkQuestion),
  verify: asking(verifyQuestion),
  ls: asking(lsQuestion),
  where: asking(whereQuestion),
  leftovers: asking(leftoversQuestion),
  inspect: asking(inspectQuestion),
  reconcile: asking(reconcileQuestion),
  duplicates: asking(duplicatesQuestion),
  export: asking(exportQuestion),
  sql: asking(sqlQuestion),
  history: asking(historyQuestion),
  diff: asking(diffQuestion),
};

function asking<Name extends string, Options extends object, Answer extends Answered, Json extends object>(
  question: Question<Name, Options, Answer, Json>,
): (inventory: Inventory, options?: Partial<Options>) => Promise<Json> {
  return async (inventory, options = {}) => question.json(await question.ask(inventory, options as Options));
}

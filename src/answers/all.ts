import type { CheckAnswer } from './check.ts';
import type { DiffAnswer } from './diff.ts';
import type { DuplicatesAnswer } from './duplicates.ts';
import type { ExportAnswer } from './export.ts';
import type { GcAnswer } from './gc.ts';
import type { HistoryAnswer } from './history.ts';
import type { InspectAnswer } from './inspect.ts';
import type { LeftoversAnswer } from './leftovers.ts';
import type { LsAnswer } from './ls.ts';
import type { OrphansAnswer } from './orphans.ts';
import type { PlanAnswer } from './plan.ts';
import type { Question } from './question.ts';
import type { ReconcileAnswer } from './reconcile.ts';
import type { ReportAnswer } from './report.ts';
import type { ScanAnswer } from './scan.ts';
import type { SqlAnswer } from './sql.ts';
import type { UsageAnswer } from './usage.ts';
import type { VerifyAnswer } from './verify.ts';
import type { WhereAnswer } from './where.ts';

/** The answers of all questions, by name: whoever hands answers on needs something for each. */
export interface Answers {
  readonly scan: ScanAnswer;
  readonly report: ReportAnswer;
  readonly usage: UsageAnswer;
  readonly orphans: OrphansAnswer;
  readonly gc: GcAnswer;
  readonly plan: PlanAnswer;
  readonly check: CheckAnswer;
  readonly verify: VerifyAnswer;
  readonly ls: LsAnswer;
  readonly where: WhereAnswer;
  readonly leftovers: LeftoversAnswer;
  readonly inspect: InspectAnswer;
  readonly reconcile: ReconcileAnswer;
  readonly duplicates: DuplicatesAnswer;
  readonly export: ExportAnswer;
  readonly sql: SqlAnswer;
  readonly history: HistoryAnswer;
  readonly diff: DiffAnswer;
}

/** A question, whatever its options are. */
export type AnyQuestion<Name extends keyof Answers = keyof Answers> = Pick<
  Question<Name, never, Answers[Name], object>,
  'name' | 'json' | 'lines'
>;

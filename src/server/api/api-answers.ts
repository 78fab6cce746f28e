import type { CheckJson } from '../../answers/check.ts';
import type { DiffJson } from '../../answers/diff.ts';
import type { DuplicatesJson } from '../../answers/duplicates.ts';
import type { GcJson } from '../../answers/gc.ts';
import type { HistoryJson } from '../../answers/history.ts';
import type { InspectJson } from '../../answers/inspect.ts';
import type { LeftoversJson } from '../../answers/leftovers.ts';
import type { LsJson } from '../../answers/ls.ts';
import type { OrphansJson } from '../../answers/orphans.ts';
import type { Status } from '../../answers/page/status.ts';
import type { PlanJson } from '../../answers/plan.ts';
import type { ReportJson } from '../../answers/report.ts';
import type { ScanJson } from '../../answers/scan.ts';
import type { UsageJson } from '../../answers/usage.ts';
import type { WhereJson } from '../../answers/where.ts';
import type { ImagesJson } from './answers/images.ts';
import type { SearchJson } from './answers/search.ts';
import type { Problem } from './problem.ts';

/** The JSON of all that is answered, without its schema: the description of the API is made from it. */
export interface ApiAnswers {
  readonly scan: ScanJson;
  readonly report: ReportJson;
  readonly usage: UsageJson;
  readonly orphans: OrphansJson;
  readonly gc: GcJson;
  readonly plan: PlanJson;
  readonly check: CheckJson;
  readonly ls: LsJson;
  readonly where: WhereJson;
  readonly inspect: InspectJson;
  readonly leftovers: LeftoversJson;
  readonly duplicates: DuplicatesJson;
  readonly history: HistoryJson;
  readonly diff: DiffJson;
  readonly search: SearchJson;
  readonly images: ImagesJson;
  readonly status: Status;
  readonly problem: Problem;
}

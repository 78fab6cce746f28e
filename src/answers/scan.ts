import type { ScanSummary } from '../analyze/scan-summary.ts';
import type { Certainty } from '../analyze/trust/trust.ts';
import { type Answered, answered, type Question } from './question.ts';

/** What a scan found, in numbers. */
export interface ScanAnswer extends Answered {
  readonly summary: ScanSummary;
  readonly certainty: Certainty;
}

/** What a scan found, as programs get it. */
export interface ScanJson extends ScanSummary, Partial<Certainty> {}

/** What the last scan found. */
export const scanQuestion: Question<'scan', Record<never, never>, ScanAnswer, ScanJson> = {
  name: 'scan',
  options: {},
  async ask(inventory) {
    const [{ summarizeScan }, { certaintyOf, trustIn }] = await Promise.all([
      import('../analyze/scan-summary.ts'),
      import('../analyze/trust/trust.ts'),
    ]);
    return {
      ...answered(inventory),
      summary: summarizeScan(inventory),
      certainty: certaintyOf(trustIn(inventory), true),
    };
  },
  json: ({ summary, certainty }) => ({ ...summary, ...(certainty.undetermined && certainty) }),
};

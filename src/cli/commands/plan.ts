import type { Command } from 'commander';
import { planQuestion } from '../../answers/plan.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage plan` */
export function declarePlan(command: Command): void {
  withQuestionOptions(command, planQuestion).action((options) => answerFrom(planQuestion, {}, options));
}

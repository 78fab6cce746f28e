import type { Command } from 'commander';
import { checkQuestion } from '../../answers/check.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage check` */
export function declareCheck(command: Command): void {
  withQuestionOptions(command, checkQuestion).action((options) => answerFrom(checkQuestion, {}, options));
}

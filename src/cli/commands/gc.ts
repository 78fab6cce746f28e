import type { Command } from 'commander';
import { gcQuestion } from '../../answers/gc.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage gc` */
export function declareGc(command: Command): void {
  withQuestionOptions(command, gcQuestion).action((options) => answerFrom(gcQuestion, {}, options));
}

import type { Command } from 'commander';
import { orphansQuestion } from '../../answers/orphans.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage orphans` */
export function declareOrphans(command: Command): void {
  withQuestionOptions(command, orphansQuestion).action((options) => answerFrom(orphansQuestion, {}, options));
}

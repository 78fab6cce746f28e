import type { Command } from 'commander';
import { leftoversQuestion } from '../../answers/leftovers.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage leftovers` */
export function declareLeftovers(command: Command): void {
  withQuestionOptions(command, leftoversQuestion).action((options) =>
    answerFrom(leftoversQuestion, {}, options),
  );
}

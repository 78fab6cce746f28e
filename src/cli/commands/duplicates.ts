import type { Command } from 'commander';
import { duplicatesQuestion } from '../../answers/duplicates.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, withQuestionOptions } from '../options.ts';

/** `stowage duplicates` */
export function declareDuplicates(command: Command): void {
  withQuestionOptions(command, duplicatesQuestion).action((options: CommonOptions) =>
    answerFrom(duplicatesQuestion, {}, options),
  );
}

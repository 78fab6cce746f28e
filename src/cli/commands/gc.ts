import type { Command } from 'commander';
import { gcQuestion } from '../../answers/gc.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage gc` */
export function addGcCommand(program: Command): void {
  const command = program
    .command('gc')
    .description("what the registry's garbage-collect would do, and what it would break; nothing is deleted");
  withQuestionOptions(command, gcQuestion).action((options) => answerFrom(gcQuestion, {}, options));
}

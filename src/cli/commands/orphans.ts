import type { Command } from 'commander';
import { orphansQuestion } from '../../answers/orphans.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage orphans` */
export function addOrphansCommand(program: Command): void {
  const command = program.command('orphans').description('blobs that nothing refers to');
  withQuestionOptions(command, orphansQuestion).action((options) => answerFrom(orphansQuestion, {}, options));
}

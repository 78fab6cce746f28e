import type { Command } from 'commander';
import { checkQuestion } from '../../answers/check.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage check` */
export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .description(
      'damage: images that cannot be pulled, bad links, wrong sizes, what would end or hurt a collection',
    );
  withQuestionOptions(command, checkQuestion).action((options) => answerFrom(checkQuestion, {}, options));
}

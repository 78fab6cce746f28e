import type { Command } from 'commander';
import { lsQuestion } from '../../answers/ls.ts';
import { answerFrom } from '../answer.ts';
import { REFERENCE_HELP, withQuestionOptions } from '../options.ts';

/** `stowage ls [repository]` */
export function declareLs(command: Command): void {
  command.argument('[repository]', `${REFERENCE_HELP}; or a pattern: 'team/*', 'team/app:v*'`);
  withQuestionOptions(command, lsQuestion).action((reference: string | undefined, options) =>
    answerFrom(lsQuestion, { reference }, options),
  );
}

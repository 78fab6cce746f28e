import type { Command } from 'commander';
import { historyQuestion } from '../../answers/history.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage history [repository]` */
export function declareHistory(command: Command): void {
  command.argument('[repository]', 'only what this one took, even if it is gone by now');
  withQuestionOptions(command, historyQuestion).action((repository: string | undefined, options) =>
    answerFrom(historyQuestion, { repository }, options),
  );
}

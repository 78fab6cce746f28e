import type { Command } from 'commander';
import { whereQuestion } from '../../answers/where.ts';
import { answerFrom } from '../answer.ts';
import { withQuestionOptions } from '../options.ts';

/** `stowage where <digest>` */
export function declareWhere(command: Command): void {
  command.argument(
    '<digest>',
    'sha256:<hex digits>, or the first of these digits; or the tag of an image, such as team/app:1.0',
  );
  withQuestionOptions(command, whereQuestion).action((digest: string, options) =>
    answerFrom(whereQuestion, { digest }, options),
  );
}

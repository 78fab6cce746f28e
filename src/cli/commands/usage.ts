import type { Command } from 'commander';
import { usageQuestion } from '../../answers/usage.ts';
import { answerFrom } from '../answer.ts';
import { REFERENCE_HELP, withQuestionOptions } from '../options.ts';

/** `stowage usage [repository]` */
export function declareUsage(command: Command): void {
  command.argument('[repository]', `only this one, or one tag or manifest, ${REFERENCE_HELP}`);
  withQuestionOptions(command, usageQuestion).action((reference: string | undefined, options) =>
    answerFrom(usageQuestion, { reference }, options),
  );
}

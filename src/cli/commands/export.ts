import type { Command } from 'commander';
import { exportQuestion, STDOUT } from '../../answers/export.ts';
import { UsageError } from '../../errors.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, withQuestionOptions } from '../options.ts';
import { printPiece } from '../terminal.ts';

/** `stowage export --to <format> <target>` */
export function declareExport(command: Command): void {
  command.argument('<target>', 'a directory for tables, a file for everything else; - is stdout');
  withQuestionOptions(command, exportQuestion).action(exportTo);
}

async function exportTo(target: string, options: CommonOptions): Promise<void> {
  if (target === STDOUT && options.json === true)
    throw new UsageError('- and --json both say what is printed: leave one of them out.');
  // What is written to stdout is for another program: nothing else may stand there.
  const isSilent = target === STDOUT || options.quiet === true;
  await answerFrom(exportQuestion, { target, sink: printPiece }, { ...options, isSilent });
}

import type { Command } from 'commander';
import { diffQuestion, namesScan } from '../../answers/diff.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, withQuestionOptions } from '../options.ts';

const SCAN = "a scan: its number, or a time such as '@-7d', '@2026-11-20' or '@2026-11-20T10:00:00Z'";

/** `stowage diff [from] [to]` */
export function declareDiff(command: Command): void {
  command
    .argument('[from]', `${SCAN}; or an inventory (default: the scan before)`)
    .argument('[to]', 'the later one, named the same way (default: the last scan)');
  withQuestionOptions(command, diffQuestion).action(diff);
}

async function diff(from: string | undefined, to: string | undefined, options: CommonOptions): Promise<void> {
  // An inventory that is the later one is the one that is asked.
  if (to !== undefined && !namesScan(to))
    return answerFrom(diffQuestion, { from: from as string }, { ...options, db: to });
  return answerFrom(diffQuestion, { from, to }, options);
}

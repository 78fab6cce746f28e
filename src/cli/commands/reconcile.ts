import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { reconcileQuestion } from '../../answers/reconcile.ts';
import { UsageError } from '../../errors.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, withQuestionOptions } from '../options.ts';
import { LineWriter } from '../terminal.ts';

/** What is read of a list at a time. */
const PIECE_BYTES = 256 * 1024;

/** `stowage reconcile <file>` */
export function declareReconcile(command: Command): void {
  command.argument(
    '<file>',
    'one digest a line, or CSV with a column digest, and perhaps size and status; - is stdin',
  );
  withQuestionOptions(command, reconcileQuestion).action(reconcile);
}

async function reconcile(file: string, options: CommonOptions): Promise<void> {
  const lines = new LineWriter();
  const onDigest = (digest: string) => lines.add(digest);
  await answerFrom(reconcileQuestion, { source: piecesOf(file, () => lines.taken()), onDigest }, options);
  lines.end();
}

/** What stands in a file or comes from stdin; `isDue` is waited for before each piece. */
async function* piecesOf(file: string, isDue: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    const pieces = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: PIECE_BYTES });
    for await (const piece of pieces) {
      await isDue();
      yield piece;
    }
  } catch (error) {
    throw new UsageError(`The list ${file} cannot be read: ${(error as Error).message}.`);
  }
}

import { CommanderError } from 'commander';
import { exitCodeOf } from '../../src/answers/exit-codes.ts';
import { makeProgram } from './whole-program.ts';

/** An inventory to ask, and the commands to ask it. */
export interface Question {
  readonly db: string;
  readonly commands: ReadonlyArray<readonly string[]>;
}

/** A command that ended in an error nobody foresaw: exit code 4, "this is a bug". */
export interface Surprise {
  readonly command: string;
  readonly stack: string;
}

/*
 * Forked by the tests of damaged inventories: runs many commands in one process, as bin/stowage.js runs one, and
 * answers each question with the surprises that it met.
 */
process.on('message', async ({ db, commands }: Question) => {
  const surprises: Surprise[] = [];
  for (const command of commands) {
    try {
      const program = makeProgram().exitOverride();
      for (const each of program.commands) each.exitOverride();
      await program.parseAsync([...command, '--db', db], { from: 'user' });
    } catch (error) {
      const isForeseen = error instanceof CommanderError || exitCodeOf(error) !== undefined;
      if (!isForeseen) surprises.push({ command: command.join(' '), stack: String((error as Error).stack) });
    }
  }
  process.send?.(surprises);
});

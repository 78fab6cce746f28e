import type { Command } from 'commander';
import { COMMANDS, loadCommands, programWith } from '../../src/cli/commands.ts';

const ALL = await loadCommands(Object.keys(COMMANDS));

/** The command line with all commands, each time anew. */
export function makeProgram(): Command {
  return programWith(ALL);
}

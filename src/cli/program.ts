import type { Command } from 'commander';
import { COMMANDS, programWith } from './commands.ts';

const ALL = await Promise.all([...COMMANDS.values()].map((load) => load()));

/** The whole command line. What a command needs to work is loaded when it runs, so that help is quick. */
export function makeProgram(): Command {
  return programWith(ALL);
}

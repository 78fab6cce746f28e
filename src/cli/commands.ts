import { Command } from 'commander';
import { stowageVersion } from '../version.ts';
import { EXIT_HELP } from './options.ts';

/** Adds a command to a program. */
type AddCommand = (program: Command) => void;

/** The commands, in the order in which they are told. Each is loaded when it is called, or when all are told. */
export const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['scan', async () => (await import('./commands/scan.ts')).addScanCommand],
  ['report', async () => (await import('./commands/report.ts')).addReportCommand],
  ['usage', async () => (await import('./commands/usage.ts')).addUsageCommand],
  ['orphans', async () => (await import('./commands/orphans.ts')).addOrphansCommand],
  ['gc', async () => (await import('./commands/gc.ts')).addGcCommand],
  ['check', async () => (await import('./commands/check.ts')).addCheckCommand],
  ['verify', async () => (await import('./commands/verify.ts')).addVerifyCommand],
  ['ls', async () => (await import('./commands/ls.ts')).addLsCommand],
]);

/** The command line with some commands. */
export function programWith(commands: readonly AddCommand[]): Command {
  const program = new Command('stowage')
    .description('Tells what fills a container registry: reads the mounted volume, never writes to it.')
    .version(stowageVersion())
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText('after', EXIT_HELP);
  for (const addCommand of commands) addCommand(program);
  return program;
}

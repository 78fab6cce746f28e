import { Command } from 'commander';
import { stowageVersion } from '../version.ts';
import { addCheckCommand } from './commands/check.ts';
import { addGcCommand } from './commands/gc.ts';
import { addLsCommand } from './commands/ls.ts';
import { addOrphansCommand } from './commands/orphans.ts';
import { addReportCommand } from './commands/report.ts';
import { addScanCommand } from './commands/scan.ts';
import { addUsageCommand } from './commands/usage.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { EXIT_HELP } from './options.ts';

/** The whole command line. What a command needs to work is loaded when it runs, so that help is quick. */
export function makeProgram(): Command {
  const program = new Command('stowage')
    .description('Tells what fills a container registry: reads the mounted volume, never writes to it.')
    .version(stowageVersion())
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText('after', EXIT_HELP);
  addScanCommand(program);
  addReportCommand(program);
  addUsageCommand(program);
  addOrphansCommand(program);
  addGcCommand(program);
  addCheckCommand(program);
  addVerifyCommand(program);
  addLsCommand(program);
  return program;
}

import { CommanderError } from 'commander';
import { EXIT_CODES, exitCodeOf } from '../answers/exit-codes.ts';
import { COMMANDS, loadCommands, programWith } from './commands.ts';
import { complain, endQuietlyOnClosedPipe } from './terminal.ts';

/** Runs the command line of this process. */
export async function run(): Promise<void> {
  endQuietlyOnClosedPipe();
  const [command, flag, , ...words] = process.argv.slice(2);
  if (command === 'completion' && flag === CANDIDATES) {
    const { printCandidates } = await import('./completion/print-candidates.ts');
    return printCandidates(words);
  }
  const program = programWith(await loadCommands(calledIn(process.argv.slice(2)))).exitOverride();
  for (const command of program.commands) command.exitOverride();
  try {
    const topic = topicIn(process.argv.slice(2));
    if (topic === 'help') program.outputHelp();
    else if (topic !== undefined) await (await import('./topics/tell-topic.ts')).tellTopic(topic);
    else await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** How shells ask what may follow, which no help tells: `completion --candidates -- <word>...`. */
const CANDIDATES = '--candidates';

/** Says what went wrong, in one sentence where it was foreseen, and gives the exit code. */
function report(error: unknown): number {
  // Commander has said it already; help and version are no errors.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? EXIT_CODES.done.code : EXIT_CODES.usage.code;
  const code = exitCodeOf(error);
  if (code === undefined) {
    complain(
      `stowage: this is a bug, please report it: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return EXIT_CODES.failed.code;
  }
  complain(`stowage: ${(error as Error).message}`);
  return code;
}

/** What help is asked about, where it is no command: commander would tell all, and that nothing was wrong. */
function topicIn([name, of]: readonly string[]): string | undefined {
  const isTopic = name === 'help' && of !== undefined && !of.startsWith('-') && !Object.hasOwn(COMMANDS, of);
  return isTopic ? of : undefined;
}

/** The commands that may be called: `help` tells all of one, whichever is named after it. */
function calledIn([name, of]: readonly string[]): string[] {
  return [name === 'help' ? of : name].filter((each) => each !== undefined);
}

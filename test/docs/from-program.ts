import { EXIT_CODES } from '../../src/answers/exit-codes.ts';
import { CATALOGUE } from '../../src/check/catalogue.ts';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { makeProgram } from '../support/whole-program.ts';
import { code, fence, markdownTable, plain } from './markdown.ts';

const COLUMNS = 80;

const TOPIC_TEXTS = new Map(
  await Promise.all(Object.entries(TOPICS).map(async ([name, { load }]) => [name, await load()] as const)),
);

/** The names of all commands, and `stowage` for the program itself. */
export function commandNames(): string[] {
  return ['stowage', ...makeProgram().commands.map((command) => command.name())];
}

/** What `--help` prints, without the exit codes that end every help. */
export function help(name: string): string {
  const program = makeProgram();
  const command = name === 'stowage' ? program : program.commands.find((each) => each.name() === name);
  if (command === undefined) throw new Error(`There is no command '${name}'.`);
  return fence('text', command.configureOutput({ getOutHelpWidth: () => COLUMNS }).helpInformation());
}

/** What `stowage help <topic>` prints. */
export function topicText(name: string): string {
  const text = TOPIC_TEXTS.get(name);
  if (text === undefined) throw new Error(`There is no topic '${name}'.`);
  return fence('text', text);
}

/** All commands, each with a link to its part of docs/commands.md. */
export function commandTable(): string {
  const rows = makeProgram().commands.map((command) => {
    const term = command.createHelp().subcommandTerm(command).replace(' [options]', '');
    return [`[${code(term)}](docs/commands.md#${command.name()})`, plain(command.description())];
  });
  return markdownTable(['command', 'answers'], rows);
}

/** What the program ends with: codes and meanings. */
export function exitCodes(): Array<readonly [code: string, meaning: string]> {
  const named = Object.values(EXIT_CODES).map(({ code, sentence }) => [String(code), sentence] as const);
  return [...named, ['128+n', 'ended by signal n']];
}

export function exitCodeTable(): string {
  return markdownTable(['code', 'meaning'], exitCodes());
}

/** Every kind of finding, the worst first. */
export function findingTable(): string {
  const rows = ['corruption', 'warning', 'info'].flatMap((severity) =>
    Object.entries(CATALOGUE)
      .filter(([, entry]) => entry.severity === severity)
      .map(([id, { hint }]) => [code(id), severity, plain(hint)]),
  );
  return markdownTable(['id', 'severity', 'what to do'], rows);
}

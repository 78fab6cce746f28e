import type { Command, Option } from 'commander';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { stowageVersion } from '../../src/version.ts';
import { makeProgram } from '../support/whole-program.ts';
import { exitCodes } from './from-program.ts';

/** Where it lies, from the repository's root. */
export const MAN_PAGE = 'man/stowage.1';

/** What stowage writes beside an inventory, and what each file is. */
const FILES = [
  ['stowage.db', 'the inventory, in the working directory where neither --db nor STOWAGE_DB names another'],
  ['<inventory>.lock', 'held while something writes to the inventory; empty'],
  ['<inventory>.history', 'what changed from scan to scan'],
  ['<inventory>.verified', 'which blobs verify has hashed, and which of them are damaged'],
] as const;

const ENVIRONMENT = [
  ['STOWAGE_DB', 'the inventory, where --db names none'],
  ['NO_COLOR', 'no colours, where it is set and not empty'],
] as const;

/** The manual in roff's man macros (man(7)), from what the program says of itself. */
export async function manPage(): Promise<string> {
  const program = makeProgram();
  const [first] = program.commands;
  if (first === undefined) throw new Error('There are no commands.');
  const common = commonOptions(program.commands);
  const topics = await Promise.all(
    Object.entries(TOPICS).map(async ([name, { load }]) => [heading('SS', name), verbatim(await load())]),
  );
  const parts = [
    `.\\" Made from the program by npm run docs: change that.`,
    `.TH STOWAGE 1 "" "stowage ${stowageVersion()}" "User Commands"`,
    // Neither hyphens nor spaces that are not in the text.
    '.nh',
    '.ad l',
    heading('SH', 'NAME'),
    `stowage \\- ${roff('what fills the volume of a container registry, and what could go')}`,
    heading('SH', 'SYNOPSIS'),
    '.B stowage',
    roff('<command> [options]'),
    heading('SH', 'DESCRIPTION'),
    roff(program.description()),
    heading('SH', 'COMMANDS'),
    ...program.commands.flatMap((command) => commandPart(command, common)),
    heading('SH', 'OPTIONS OF EVERY COMMAND'),
    ...first.options.filter(({ flags }) => common.has(flags)).flatMap(optionPart),
    heading('SH', 'TOPICS'),
    ...topics.flat(),
    heading('SH', 'EXIT STATUS'),
    ...exitCodes().flatMap(([code, meaning]) => entry(code, meaning)),
    heading('SH', 'ENVIRONMENT'),
    ...ENVIRONMENT.flatMap(([name, meaning]) => entry(name, meaning)),
    heading('SH', 'FILES'),
    ...FILES.flatMap(([name, meaning]) => entry(name, meaning)),
  ];
  return `${parts.join('\n')}\n`;
}

/** The flags that every command has but those that only hand something out. */
function commonOptions(commands: readonly Command[]): ReadonlySet<string> {
  const asking = commands.filter((command) => command.options.some(({ long }) => long === '--json'));
  const flags = asking.map((command) => new Set(command.options.map((option) => option.flags)));
  const [some = new Set<string>()] = flags;
  return new Set([...some].filter((each) => flags.every((all) => all.has(each))));
}

function commandPart(command: Command, common: ReadonlySet<string>): string[] {
  const term = command.createHelp().subcommandTerm(command).replace(' [options]', '');
  return [
    heading('SS', `stowage ${term}`),
    roff(command.description()),
    ...command.registeredArguments.flatMap((argument) =>
      entry(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`, argument.description),
    ),
    ...command.options.filter(({ flags }) => !common.has(flags)).flatMap(optionPart),
  ];
}

function optionPart(option: Option): string[] {
  const described = makeProgram().createHelp().optionDescription(option);
  return entry(option.flags, described);
}

/** A term with what it means. */
function entry(term: string, meaning: string): string[] {
  return ['.TP', `.B ${roff(term)}`, roff(meaning || 'see above')];
}

function heading(macro: 'SH' | 'SS', text: string): string {
  return `.${macro} "${roff(text)}"`;
}

function verbatim(text: string): string {
  return ['.nf', ...text.trimEnd().split('\n').map(roff), '.fi'].join('\n');
}

/** Text as roff prints it: a hyphen stays one that can be copied, and no line begins a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^([.'])/gm, '\\&$1');
}

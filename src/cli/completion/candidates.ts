import type { Command, Option } from 'commander';
import { TOPICS } from '../topics/topics.ts';
import { storedNames } from './stored-names.ts';

/** What may stand where somebody is typing. */
interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** Candidates, or that it is the name of a file, which shells know better. */
export type Candidates = readonly Candidate[] | 'files';

/**
 * What may follow on a command line.
 * @param words All after the program's name; the last is what is being typed, perhaps nothing yet.
 * @param env Where the inventory may be named.
 */
export async function candidatesFor(
  program: Command,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Candidates> {
  const found = await everyCandidate(program, words, env);
  const word = words.at(-1) ?? '';
  return found === 'files' ? found : found.filter(({ value }) => value.startsWith(word));
}

async function everyCandidate(
  program: Command,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Candidates> {
  const [name = '', ...rest] = words;
  const word = words.at(-1) ?? '';
  if (rest.length === 0) return word.startsWith('-') ? optionsOf(program, []) : commandsOf(program);
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined)
    return name === 'help' && rest.length === 1 ? [...commandsOf(program), ...topics()] : [];
  const line = readLine(command, rest.slice(0, -1));
  const db = line.values.get('--db') ?? (env['STOWAGE_DB'] || 'stowage.db');
  if (line.awaiting !== undefined) return ofOption(command, line.awaiting, db, word);
  const [flag = '', value] = word.split(/=(.*)/s);
  const assigned = value === undefined || line.isOver ? undefined : optionNamed(command, flag);
  if (assigned !== undefined && takesValue(assigned)) {
    const found = await ofOption(command, assigned, db, value ?? '');
    return found === 'files' ? found : found.map((each) => ({ ...each, value: `${flag}=${each.value}` }));
  }
  if (word.startsWith('-') && !line.isOver) return optionsOf(command, line.given);
  const declared = command.registeredArguments;
  const argument = declared[line.positionals] ?? declared.findLast(({ variadic }) => variadic);
  if (argument === undefined) return [];
  // The first argument of verify tells by its looks what it is.
  const isPath = /^\.{0,2}\//.test(word);
  const isName = !isPath && declared.some((each) => each.name() === 'repository');
  return ofValue(isName ? 'repository' : argument.name(), argument.argChoices, db, word);
}

/** A command line so far, without the word that is being typed. */
interface ReadLine {
  /** The option whose value comes next. */
  readonly awaiting: Option | undefined;
  readonly given: readonly Option[];
  readonly values: ReadonlyMap<string, string>;
  readonly positionals: number;
  /** True behind `--`: what follows are no options. */
  readonly isOver: boolean;
}

function readLine(command: Command, words: readonly string[]): ReadLine {
  const given: Option[] = [];
  const values = new Map<string, string>();
  let [awaiting, positionals, isOver]: [Option | undefined, number, boolean] = [undefined, 0, false];
  for (const word of words) {
    if (awaiting !== undefined) {
      values.set(String(awaiting.long), word);
      awaiting = undefined;
    } else if (isOver || !word.startsWith('-')) positionals++;
    else if (word === '--') isOver = true;
    else {
      const [flag = '', value] = word.split(/=(.*)/s);
      const option = optionNamed(command, flag);
      if (option === undefined) continue;
      given.push(option);
      if (value !== undefined) values.set(String(option.long), value);
      else if (takesValue(option)) awaiting = option;
    }
  }
  return { awaiting, given, values, positionals, isOver };
}

function optionNamed(command: Command, flag: string): Option | undefined {
  return command.options.find(({ long, short }) => flag === long || flag === short);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function commandsOf(program: Command): Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), description: command.description() }));
}

function topics(): Candidate[] {
  return Object.entries(TOPICS).map(([value, { description }]) => ({ value, description }));
}

/** Those that were not given yet, or may be given again. */
function optionsOf(command: Command, given: readonly Option[]): Candidate[] {
  const visible = command.createHelp().visibleOptions(command);
  return visible
    .filter((option) => !given.includes(option) || option.flags.includes('<pattern>'))
    .flatMap(({ long, short, description }) =>
      [long, short].flatMap((value) => (value == null ? [] : [{ value, description }])),
    );
}

function ofOption(command: Command, { flags, long, argChoices }: Option, db: string, word: string) {
  // The patterns of a plan's --match are of tags alone, in whatever repository.
  if (long === '--match' && command.name() === 'plan') return [];
  const kind = long === '--protect' ? 'reference' : (/[<[]([a-z]+)/.exec(flags)?.[1] ?? '');
  return ofValue(kind, argChoices, db, word);
}

/** By what an argument is called, or what stands between the brackets of an option. */
async function ofValue(
  kind: string,
  choices: readonly string[] | undefined,
  db: string,
  word: string,
): Promise<Candidates> {
  if (choices !== undefined) return choices.map((value) => ({ value }));
  if (FILES.includes(kind)) return 'files';
  if (!NAMES.includes(kind)) return [];
  const names = await storedNames(db, word, kind !== 'pattern');
  return names.map((value) => ({ value }));
}

const FILES: readonly string[] = ['file', 'path', 'volume', 'directory', 'target'];
const NAMES: readonly string[] = ['repository', 'reference', 'pattern', 'digest'];

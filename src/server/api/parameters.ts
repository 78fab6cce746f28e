import type { OptionSpec } from '../../answers/options.ts';
import { UsageError } from '../../errors.ts';
import type { ServedQuestion } from './questions.ts';

/** A parameter of a question's address: which option it gives, and how it is written. */
interface Parameter {
  readonly name: string;
  readonly option: string;
  /** Undefined for what the command takes as an argument: any text. */
  readonly spec?: OptionSpec;
}

/** The parameters that a question takes: its arguments, and its options as their flags are called. */
function parametersOf({ options, arguments: given }: ServedQuestion): Parameter[] {
  const ofOptions = Object.entries(options).flatMap(([option, spec]) =>
    spec === undefined || spec.isFile === true ? [] : [{ name: flagOf(spec), option, spec }],
  );
  return [...Object.entries(given).map(([name, option]) => ({ name, option })), ...ofOptions];
}

/** `keep-last` of `--keep-last <n>`. */
function flagOf({ flags }: OptionSpec): string {
  return /--([a-z][a-z-]*)/.exec(flags)?.[1] ?? flags;
}

/** True for an option that is said or not, with no value. */
function isSwitch({ flags }: OptionSpec): boolean {
  return !flags.includes('<');
}

/**
 * The options of a question from a query, as the command line would have them.
 * @throws UsageError for a parameter that is none, that is given twice, or that makes no sense.
 */
export function readParameters(question: ServedQuestion, query: URLSearchParams): Record<string, unknown> {
  const parameters = parametersOf(question);
  refuseUnknown(parameters, query);
  const read = parameters.flatMap((parameter) => {
    const value = readOne(parameter, query.getAll(parameter.name));
    return value === undefined ? [] : [[parameter.option, value] as const];
  });
  return Object.fromEntries(read);
}

function refuseUnknown(parameters: readonly Parameter[], query: URLSearchParams): void {
  const known = parameters.map(({ name }) => name);
  for (const name of query.keys()) {
    if (known.includes(name)) continue;
    const expected = known.length === 0 ? 'It takes none' : `Expected ${known.join(', ')}`;
    throw new UsageError(`There is no parameter '${name}'. ${expected}.`);
  }
  for (const { name, spec } of parameters) {
    const other = spec?.conflicts;
    if (other === undefined || !query.has(name)) continue;
    const conflicting = parameters.find(({ option }) => option === other)?.name ?? other;
    if (query.has(conflicting)) throw new UsageError(`${name} and ${conflicting} do not go together.`);
  }
}

function readOne({ name, spec }: Parameter, texts: readonly string[]): unknown {
  const [text, ...others] = texts;
  if (text === undefined) return spec?.default;
  if (spec?.isRepeatable === true) return texts;
  if (others.length > 0) throw new UsageError(`${name} is given ${texts.length} times: expected it once.`);
  if (spec === undefined) return text;
  if (isSwitch(spec)) return readSwitch(name, spec, text);
  if (spec.choices !== undefined && !spec.choices.includes(text))
    throw new UsageError(`${name}=${text}: expected one of ${spec.choices.join(', ')}.`);
  try {
    return spec.parse === undefined ? text : spec.parse(text);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}=${text}: ${error.message}`) : error;
  }
}

/** A switch that is called `no-...` says that something is not to be. */
function readSwitch(name: string, { flags }: OptionSpec, text: string): boolean | undefined {
  if (text !== 'true' && text !== 'false' && text !== '')
    throw new UsageError(`${name}=${text}: expected true or false.`);
  if (text === 'false') return undefined;
  return !flags.includes('--no-');
}

import type { OptionSpec } from '../../answers/options.ts';
import { UsageError } from '../../errors.ts';
import type { Served } from './questions.ts';

/** A parameter of an address: which option it gives, and how it is written. */
export interface Parameter {
  readonly name: string;
  readonly option: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly isRepeatable: boolean;
  /** True for what is said or not, with no value. */
  readonly isSwitch: boolean;
  readonly choices?: readonly string[] | undefined;
  readonly default?: unknown;
  readonly parse?: ((text: string) => unknown) | undefined;
  /** The option that it does not go with. */
  readonly conflicts?: string | undefined;
}

/** The parameters of what is asked: its arguments, and its options as their flags are called. */
export function parametersOf({ options, arguments: given }: Served): Parameter[] {
  const ofArguments = given.map(({ isRequired = false, ...rest }) => ({
    ...rest,
    isRequired,
    isRepeatable: false,
    isSwitch: false,
  }));
  const ofOptions = Object.entries(options).flatMap(([option, spec]) =>
    spec === undefined || spec.isFile === true || option === 'inUseMayBeEmpty'
      ? []
      : [fromSpec(option, spec)],
  );
  return [...ofArguments, ...ofOptions];
}

function fromSpec(option: string, spec: OptionSpec): Parameter {
  const isSwitch = !spec.flags.includes('<');
  return {
    name: /--([a-z0-9-]+)/.exec(spec.flags)?.[1] ?? option,
    option,
    description: spec.description,
    isRequired: false,
    isRepeatable: spec.isRepeatable === true,
    isSwitch,
    choices: spec.choices,
    default: spec.default,
    parse: isSwitch ? readSwitch(spec.flags.includes('--no-')) : spec.parse,
    conflicts: spec.conflicts,
  };
}

/** A switch that is called `no-...` says that something is not to be. */
function readSwitch(isNegative: boolean): (text: string) => boolean | undefined {
  return (text) => {
    if (text !== 'true' && text !== 'false') throw new UsageError('expected true or false.');
    return text === 'false' ? undefined : !isNegative;
  };
}

/**
 * The options of a question from a query, as the command line would have them.
 * @throws UsageError for a parameter that is none, that is missing or given twice, or that makes no sense.
 */
export function readParameters(served: Served, query: URLSearchParams): Record<string, unknown> {
  const parameters = parametersOf(served);
  refuseUnknown(parameters, query);
  refuseTogether(parameters, query);
  const read = parameters.flatMap((parameter) => {
    const value = readOne(parameter, query.getAll(parameter.name));
    return value === undefined ? [] : [[parameter.option, value] as const];
  });
  return Object.fromEntries(read);
}

function refuseUnknown(parameters: readonly Parameter[], query: URLSearchParams): void {
  const known = parameters.map(({ name }) => name);
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const expected = known.length === 0 ? 'There are none here' : `Expected ${known.join(', ')}`;
  throw new UsageError(`There is no parameter '${unknown}'. ${expected}.`);
}

function refuseTogether(parameters: readonly Parameter[], query: URLSearchParams): void {
  for (const { name, conflicts } of parameters) {
    const other = parameters.find(({ option }) => option === conflicts)?.name;
    if (other !== undefined && query.has(name) && query.has(other))
      throw new UsageError(`${name} and ${other} do not go together: leave one of them out.`);
  }
}

function readOne(parameter: Parameter, texts: readonly string[]): unknown {
  const { name, isRequired, isRepeatable, description } = parameter;
  const [text, ...others] = texts;
  if (isRequired && (text === undefined || text === ''))
    throw new UsageError(`${name} is missing: expected ${description}.`);
  if (text === undefined) return parameter.default;
  if (isRepeatable) return texts;
  if (others.length > 0) throw new UsageError(`${name} is given ${texts.length} times: expected it once.`);
  return parse(parameter, text);
}

function parse({ name, choices, parse: read = String }: Parameter, text: string): unknown {
  if (choices !== undefined && !choices.includes(text))
    throw new UsageError(`${name}=${text}: expected one of ${choices.join(', ')}.`);
  try {
    return read(text);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}=${text}: ${error.message}`) : error;
  }
}

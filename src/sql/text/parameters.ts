import { nearNames } from '../../analyze/reference/near-names.ts';
import { UsageError } from '../../errors.ts';
import type { Token } from './tokens.ts';

/** What a parameter may be. */
type ParameterValue = string | number | bigint | null;

/** What parameters are, by name. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** A parameter as people give one: `name=text`, or `name:=` and a number or null. */
const GIVEN = /^[:@$]?(\w+)(:?=)([\s\S]*)$/;
const WHOLE = /^-?(?:0|[1-9]\d*)$/;
const FRACTION = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/**
 * Reads parameters as people give them.
 * @throws UsageError where one is not given so, or twice.
 */
export function readParameters(given: readonly string[]): Parameters {
  const values = new Map<string, ParameterValue>();
  for (const text of given) {
    const [, name, sign, value = ''] = GIVEN.exec(text) ?? [];
    if (name === undefined) throw new UsageError(`Expected a parameter as name=value, and not '${text}'.`);
    if (values.has(name)) throw new UsageError(`The parameter ${name} is given twice.`);
    values.set(name, sign === '=' ? value : numberOrNull(name, value));
  }
  return Object.fromEntries(values);
}

function numberOrNull(name: string, text: string): ParameterValue {
  if (text === 'null') return null;
  if (WHOLE.test(text)) return wholeNumber(name, text);
  if (FRACTION.test(text)) return Number(text);
  throw new UsageError(
    `Expected a number or null after ${name}:=, and not '${text}': text is given as ${name}=${text}.`,
  );
}

function wholeNumber(name: string, text: string): ParameterValue {
  const value = BigInt(text);
  if (value < LEAST || value > MOST)
    throw new UsageError(`${name}:=${text} does not fit into 64 bits: give it as text, ${name}=${text}.`);
  return Number.isSafeInteger(Number(text)) ? Number(text) : value;
}

/**
 * Refuses values that a statement has no use for, and a statement that lacks values.
 * @throws UsageError with the names.
 */
export function checkParameters(tokens: readonly Token[], given: Parameters): void {
  const used = parametersIn(tokens);
  const missing = [...used].filter((name) => !Object.hasOwn(given, name));
  if (missing.length > 0) {
    const examples = missing.map((name) => `-p ${name}=<value>`).join(' ');
    throw new UsageError(`The statement has parameters without a value: add ${examples}.`);
  }
  for (const name of Object.keys(given)) {
    if (used.has(name)) continue;
    const near = nearNames(name, used)[0];
    const meant = near === undefined ? '' : `: did you mean ${near}?`;
    throw new UsageError(`The statement has no parameter :${name}${meant || '.'}`);
  }
}

/** The names of a statement's parameters, as they are met. */
function parametersIn(tokens: readonly Token[]): Set<string> {
  const parameters = tokens.filter(({ kind }) => kind === 'parameter').map(({ text }) => text);
  const nameless = parameters.find((text) => !/^[:@$]/.test(text));
  if (nameless !== undefined)
    throw new UsageError(`Parameters need names here: write :name, and not ${nameless}.`);
  return new Set(parameters.map((text) => text.slice(1)));
}

/** What is text and reads like a number: SQL takes the two for different, unless a column says what it is. */
export function numbersGivenAsText(given: Parameters): Array<{ name: string; value: string }> {
  return Object.entries(given).flatMap(([name, value]) =>
    typeof value === 'string' && FRACTION.test(value) ? [{ name, value }] : [],
  );
}

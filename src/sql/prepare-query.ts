import { nearNames } from '../analyze/reference/near-names.ts';
import { UsageError } from '../errors.ts';
import { NAMED_QUERIES } from './named/all.ts';
import type { NamedQuery } from './named/named-query.ts';
import { checkParameters, numbersGivenAsText, type Parameters, readParameters } from './text/parameters.ts';
import { parseStatement } from './text/statement.ts';

/** A statement with the values of its parameters. */
export interface PreparedQuery {
  readonly statement: string;
  readonly parameters: Parameters;
  /** Sentences about what was given. */
  readonly notes: readonly string[];
}

/** No statement is one word. */
const NAME = /^[\w-]+$/;

/**
 * Makes a query of what somebody wrote, as far as that can be done without an inventory.
 * @param text a statement, or the name of one of ours
 * @throws UsageError for what cannot be answered.
 */
export function prepareQuery(text: string, given: Parameters | readonly string[]): PreparedQuery {
  const values = isList(given) ? readParameters(given) : given;
  const named = NAME.test(text) ? findNamed(text) : undefined;
  const statement = named?.sql.trim() ?? text;
  const parameters = { ...defaultsOf(named), ...values };
  checkParameters(parseStatement(statement), parameters);
  // Ours say themselves what is a number.
  const notes = named === undefined ? numbersGivenAsText(parameters).map(noteOnText) : [];
  return { statement, parameters, notes };
}

function isList(given: Parameters | readonly string[]): given is readonly string[] {
  return Array.isArray(given);
}

function findNamed(name: string): NamedQuery {
  const named = Object.hasOwn(NAMED_QUERIES, name) ? NAMED_QUERIES[name] : undefined;
  if (named !== undefined) return named;
  const near = nearNames(name, Object.keys(NAMED_QUERIES));
  const meant = near.length === 0 ? '' : ` Did you mean ${near.slice(0, 3).join(', ')}?`;
  throw new UsageError(
    `'${name}' is no query of ours (--list tells them), and no statement in SQL is one word.${meant}`,
  );
}

function defaultsOf(named: NamedQuery | undefined): Parameters {
  const parameters = Object.entries(named?.parameters ?? {});
  return Object.fromEntries(
    parameters.flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
  );
}

function noteOnText({ name, value }: { name: string; value: string }): string {
  return `The parameter ${name} is the text '${value}', and equal to no number that SQL computes: -p ${name}:=${value} is one.`;
}

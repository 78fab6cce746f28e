import type { Database } from '../../inventory/format/sqlite.ts';
import { type Token, tokensOf, unquote } from '../text/tokens.ts';

/** What a statement is wrong about. */
export interface Fault {
  readonly kind: 'syntax' | 'end' | 'table' | 'column' | 'function';
  /** What it names that is not there, or where it goes wrong. */
  readonly name: string;
  /** Where in the statement, where that can be told. */
  readonly start?: number;
}

/** SQLite's messages, of which each names what it is about. */
const MESSAGES: ReadonlyArray<readonly [Fault['kind'], RegExp]> = [
  ['syntax', /^near "([\s\S]*)": syntax error$/],
  ['syntax', /^unrecognized token: "([\s\S]*)"$/],
  ['table', /^no such table: ([\s\S]+)$/],
  ['column', /^(?:no such column|ambiguous column name): ([\s\S]+?)(?: - should this be .*)?$/],
  ['function', /^no such function: ([\s\S]+)$/],
  ['function', /^wrong number of arguments to function ([\s\S]+)\(\)$/],
  ['function', /^misuse of (?:aggregate|window function)(?: function)?:? ([\s\S]+)\(\)$/],
];

/** Something is missing where the statement ends. */
const INCOMPLETE = 'incomplete input';

/** As many places are tried, at most. */
const TRIED = 100;

/** Finds out what SQLite's message is about, and where that stands: SQLite says the first and not the second. */
export function findFault(database: Database, statement: string, message: string): Fault | undefined {
  if (message === INCOMPLETE) return { kind: 'end', name: '', start: tokensOf(statement).at(-1)?.end ?? 0 };
  for (const [kind, pattern] of MESSAGES) {
    const name = pattern.exec(message)?.[1];
    if (name === undefined) continue;
    const fails = (text: string) => errorOf(database, text) === message;
    const start =
      kind === 'syntax' ? placeOfSyntax(statement, name, fails) : placeOfName(statement, name, fails);
    return { kind, name, ...(start !== undefined && { start }) };
  }
  return undefined;
}

/** A parser that fails at a token fails there whatever follows: so the first beginning that fails the same ends with it. */
function placeOfSyntax(
  statement: string,
  name: string,
  fails: (text: string) => boolean,
): number | undefined {
  for (const { start } of occurrences(statement, name))
    if (fails(statement.slice(0, start + name.length))) return start;
  return undefined;
}

function occurrences(statement: string, name: string): Array<{ start: number }> {
  if (name === '') return [];
  const whole = tokensOf(statement).filter(({ text }) => text === name || text.startsWith(name));
  return whole.slice(0, TRIED);
}

/** A name that is not there may be there elsewhere: it is the one without which the message is another. */
function placeOfName(statement: string, name: string, fails: (text: string) => boolean): number | undefined {
  const places = placesOf(tokensOf(statement), name).slice(0, TRIED);
  const guilty = places.find(
    ({ start, end }) => !fails(`${statement.slice(0, start)}NULL${statement.slice(end)}`),
  );
  return (guilty ?? places[0])?.start;
}

/** Where a name stands that may have several parts, such as `history.scan`. */
function placesOf(tokens: readonly Token[], name: string): Array<{ start: number; end: number }> {
  const wanted = withDots(tokensOf(name));
  return tokens.flatMap((first, at) => {
    const last = tokens[at + wanted.length - 1];
    if (last === undefined || tokens[at - 1]?.text === '.') return [];
    const found = withDots(tokens.slice(at, at + wanted.length));
    return String(found) === String(wanted) ? [{ start: first.start, end: last.end }] : [];
  });
}

function withDots(tokens: readonly Token[]): string[] {
  return tokens.map(({ text, kind }) => (kind === 'mark' ? text : unquote(text).toLowerCase()));
}

function errorOf(database: Database, statement: string): string | undefined {
  try {
    database.prepare(statement);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

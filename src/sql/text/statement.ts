import { UsageError } from '../../errors.ts';
import { type Token, tokensOf } from './tokens.ts';

/** The longest statement that is looked at: one that lists 10,000 digests fits. */
const MAX_STATEMENT_BYTES = 1_000_000;

/** What a statement that only reads begins with, or goes on with after EXPLAIN [QUERY PLAN]. */
const READING = ['SELECT', 'WITH', 'VALUES'];

/**
 * Takes a statement apart, and refuses what cannot be one that only reads. SQLite is asked no earlier: to some statements,
 * such as PRAGMA, even preparing them gives effect. That it is one statement and writes nothing is for SQLite to say.
 * @throws UsageError for anything that does not begin as a statement that reads.
 */
export function parseStatement(statement: string): Token[] {
  if (Buffer.byteLength(statement) > MAX_STATEMENT_BYTES)
    throw new UsageError('The statement is longer than 1,000,000 bytes.');
  // SQLite would end there, and what follows would be for nobody.
  if (statement.includes('\0')) throw new UsageError('There is a NUL byte in the statement.');
  const tokens = tokensOf(statement);
  if (tokens.length === 0) throw new UsageError('Expected a statement, such as SELECT * FROM repositories.');
  const word = wordThatTells(tokens);
  if (!READING.includes(word.toUpperCase())) throw new UsageError(refusalOf(word));
  return tokens;
}

/** The first word, or that which EXPLAIN explains. */
function wordThatTells(tokens: readonly Token[]): string {
  const [first = '', second = '', third = '', fourth = ''] = tokens.map(({ text }) => text);
  if (first.toUpperCase() !== 'EXPLAIN') return first;
  const isPlan = second.toUpperCase() === 'QUERY' && third.toUpperCase() === 'PLAN';
  return isPlan ? fourth : second;
}

function refusalOf(word: string): string {
  const found = word === '' ? 'and nothing comes after EXPLAIN' : `and not ${shorten(word)}`;
  return `Only what reads is answered: expected SELECT, WITH, VALUES or EXPLAIN, ${found}.`;
}

function shorten(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}

import type { Database } from '../../inventory/format/sqlite.ts';
import { type Fault, findFault } from './find-fault.ts';
import { nearestNames } from './nearest-names.ts';

/** What SQLite says of a wrong statement, with the place, and what may have been meant. */
export function explainError(database: Database, statement: string, error: Error): string {
  const fault = findFault(database, statement, error.message);
  const meant = fault === undefined ? '' : whatIsThere(database, statement, fault);
  if (fault?.start === undefined) return `${error.message}${meant}`;
  const { line, column, excerpt } = placeOf(statement, fault.start);
  return `${error.message} (line ${line}, column ${column})${meant}\n${excerpt}`;
}

/** The names that are near to one of nothing, or why there can be none. */
function whatIsThere(database: Database, statement: string, fault: Fault): string {
  const isOfHistory = fault.kind === 'table' && /^history\./i.test(fault.name);
  if (isOfHistory && !hasHistory(database))
    return ': there is no history beside this inventory, the next scan begins one';
  const near = nearestNames(database, statement, fault);
  return near.length === 0 ? '' : `: did you mean ${near.join(', ')}?`;
}

function hasHistory(database: Database): boolean {
  return database.prepare("SELECT 1 FROM pragma_database_list WHERE name = 'history'").get() !== undefined;
}

/** So much is shown of a long line, and of what stands before the place. */
const SHOWN = 76;
const SHOWN_BEFORE = 50;

/** Lines and columns from 1, columns in characters; and the line with a mark below the place. */
function placeOf(statement: string, at: number): { line: number; column: number; excerpt: string } {
  const before = statement.slice(0, at).split('\n');
  const start = before.at(-1) ?? '';
  const rest = statement.slice(at).split('\n', 1)[0] ?? '';
  const shownBefore = plain(start).slice(-SHOWN_BEFORE);
  const shown = `${shownBefore}${plain(rest)}`.slice(0, SHOWN);
  return {
    line: before.length,
    column: [...start].length + 1,
    excerpt: `  ${shown}\n  ${' '.repeat(shownBefore.length)}^`,
  };
}

/** Text of which every character takes one column wherever it is printed, so that the mark stands below the place. */
function plain(text: string): string {
  return [...text]
    .map((char) => (/^[\t\r]$/.test(char) ? ' ' : /^[ -[\]-~]$/.test(char) ? char : '?'))
    .join('');
}

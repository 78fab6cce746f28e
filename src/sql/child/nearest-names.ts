import { nearNames } from '../../analyze/reference/near-names.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { tokensOf, unquote } from '../text/tokens.ts';
import type { Fault } from './find-fault.ts';

/** As many are told, at most: people read the first. */
const TOLD = 3;

/** The names of what there is that are nearest to one of nothing. */
export function nearestNames(database: Database, statement: string, { kind, name }: Fault): string[] {
  const wanted = kind === 'table' ? name.replace(/^main\./i, '') : lastPart(name);
  // What is there is wrong in another way: it has several meanings, or other arguments.
  const near = nearNames(wanted, namesOf(kind, database, statement)).filter((each) => each !== wanted);
  return near.slice(0, TOLD);
}

function namesOf(kind: Fault['kind'], database: Database, statement: string): Iterable<string> {
  if (kind === 'table') return tablesOf(database);
  if (kind === 'column') return columnsMeant(database, statement);
  return kind === 'function' ? functionsOf(database) : [];
}

/** Of a name with several parts, the last. */
function lastPart(name: string): string {
  return unquote(tokensOf(name).at(-1)?.text ?? name);
}

/** Tables and views, those of other databases than the inventory with its name before them. */
function tablesOf(database: Database): string[] {
  return database
    .prepare<[], string>(
      `SELECT CASE schema WHEN 'main' THEN name ELSE schema || '.' || name END FROM pragma_table_list
       WHERE schema <> 'temp' AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
}

/** The columns of the tables that a statement names; of all tables, where it names none. */
function columnsMeant(database: Database, statement: string): Set<string> {
  const words = new Set(tokensOf(statement).map(({ text }) => unquote(text).toLowerCase()));
  const tables = tablesOf(database);
  const named = tables.filter((table) => words.has(lastPart(table).toLowerCase()));
  const columns = database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck();
  return new Set((named.length > 0 ? named : tables).flatMap((table) => columns.all(lastPart(table))));
}

function functionsOf(database: Database): string[] {
  return database.prepare<[], string>('SELECT DISTINCT name FROM pragma_function_list').pluck().all();
}

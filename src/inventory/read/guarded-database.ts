import { asDamage } from '../format/damage.ts';
import { TABLES } from '../format/schema.ts';
import { type Database, openDatabase, type Statement } from '../format/sqlite.ts';
import { VIEWS } from '../format/views.ts';

/**
 * Makes a database say as DamageError what of its content makes no sense, whoever asks. SQL that is wrong stays
 * SQLite's error, as long as the inventory has all tables and views.
 */
export function guard(database: Database): Database {
  const prepare = database.prepare.bind(database) as (sql: string) => Statement;
  const guarded = (sql: string): Statement => {
    try {
      return guardStatement(database.name, prepare(sql));
    } catch (error) {
      throw isWrongSql(error) && hasSchema(prepare) ? error : asDamage(database.name, error);
    }
  };
  database.prepare = guarded as Database['prepare'];
  return database;
}

/** On the statement itself, because `raw` and `pluck` give it back. */
function guardStatement(path: string, statement: Statement): Statement {
  const { all, get, iterate, run } = statement;
  const guarded =
    <Result>(call: (...parameters: unknown[]) => Result) =>
    (...parameters: unknown[]): Result => {
      try {
        return call.apply(statement, parameters);
      } catch (error) {
        throw asDamage(path, error);
      }
    };
  statement.all = guarded(all);
  statement.get = guarded(get);
  statement.run = guarded(run);
  statement.iterate = (...parameters) => guardRows(path, iterate.apply(statement, parameters));
  return statement;
}

function* guardRows<Row>(path: string, rows: IterableIterator<Row>): Generator<Row> {
  try {
    yield* rows;
  } catch (error) {
    throw asDamage(path, error);
  }
}

function isWrongSql(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'SQLITE_ERROR';
}

/** True where an inventory has every table and view, with the columns that it is to have. */
function hasSchema(prepare: (sql: string) => Statement): boolean {
  const model = openDatabase(':memory:');
  try {
    model.exec(TABLES + VIEWS);
    const names = model
      .prepare<[], string>('SELECT name FROM sqlite_schema WHERE sql NOT NULL')
      .pluck()
      .all();
    const columnsOf = (statement: Statement) => statement.columns().map(({ name }) => name);
    return names.every((name) => {
      const all = `SELECT * FROM ${name}`;
      return String(columnsOf(prepare(all))) === String(columnsOf(model.prepare(all)));
    });
  } catch {
    return false;
  } finally {
    model.close();
  }
}

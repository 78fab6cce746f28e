import Database from 'better-sqlite3';
import { beginHistory } from '../../src/inventory/beside/history-file.ts';
import { HISTORY_TABLES, HISTORY_VIEWS } from '../../src/inventory/beside/history-schema.ts';
import { TABLES } from '../../src/inventory/format/schema.ts';
import { VIEWS } from '../../src/inventory/format/views.ts';
import { code, markdownTable, plain } from './markdown.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  meaning: string;
}

interface Created {
  readonly name: string;
  /** From the comments right before the statement. */
  readonly meaning: string;
  /** What stands between the parentheses of a table, or after the AS of a view. */
  readonly body: string;
}

const STATEMENT = /((?:^--[^\n]*\n)*)^CREATE (?:TABLE|VIEW) (\w+)(.*?);$/gms;
const COLUMN = /^ *([a-z_0-9]+) (INTEGER|TEXT|ANY|BLOB|REAL)([^-]*?),? *(?:-- ?(.*))?$/;

/** The tables of the inventory, each with its columns, from the statements that create them and their comments. */
export function inventoryTables(): string {
  return created(TABLES).map(describeTable).join('\n');
}

/** The views, each with the columns that SQLite says it has. */
export function inventoryViews(database: Database.Database): string {
  return describeViews(VIEWS, database);
}

/** The same of a history. */
export function historyTables(): string {
  return created(HISTORY_TABLES).map(describeTable).join('\n');
}

/** The same of its views. */
export function historyViews(): string {
  const database = new Database(':memory:');
  beginHistory(database);
  const views = describeViews(HISTORY_VIEWS, database);
  database.close();
  return views;
}

function describeViews(sql: string, database: Database.Database): string {
  return created(sql)
    .map(({ name, meaning }) => {
      const columns = database.prepare(`SELECT * FROM ${name}`).columns();
      const list = columns.map((column) => code(column.name)).join(', ');
      return `### View \`${name}\`\n\n${meaning === '' ? '' : `${meaning}\n\n`}${list}\n`;
    })
    .join('\n');
}

function created(sql: string): Created[] {
  return [...sql.matchAll(STATEMENT)].map(([, comments = '', name = '', body = '']) => ({
    name,
    meaning: prose(comments.replaceAll(/^-- ?/gm, '').trim().replaceAll('\n', ' ')),
    body,
  }));
}

function describeTable({ name, meaning, body }: Created): string {
  const key = /PRIMARY KEY \(([^)]+)\)/.exec(body)?.[1];
  const rows = columnsIn(body).map((column) => [
    code(column.name),
    column.isNullable ? `${column.type} or NULL` : column.type,
    prose(column.meaning),
  ]);
  return [
    `### Table \`${name}\`\n`,
    ...(meaning === '' ? [] : [`${meaning}\n`]),
    ...(key === undefined ? [] : [`One row for each ${key.split(', ').map(code).join(', ')}.\n`]),
    markdownTable(['column', 'type', 'meaning'], rows),
  ].join('\n');
}

/** A comment beside a column, or on lines of its own behind it, is the column's. */
function columnsIn(body: string): Column[] {
  const columns: Column[] = [];
  // A table on one line has its columns there.
  const lines = body.includes('\n') ? body.split('\n') : body.replace(/^ \(|\)[^)]*$/g, '').split(', ');
  for (const line of lines) {
    const column = COLUMN.exec(line);
    const last = columns.at(-1);
    if (column !== null) {
      const [, name = '', type = '', rest = '', meaning = ''] = column;
      columns.push({ name, type, isNullable: !/NOT NULL|PRIMARY KEY/.test(rest), meaning });
    } else if (last !== undefined && /^ *--/.test(line)) last.meaning += ` ${line.replace(/^ *-- ?/, '')}`;
  }
  return columns;
}

/** A comment as Markdown, with the names of columns as code where they are no words. */
function prose(comment: string): string {
  return plain(comment).replaceAll(/\b[a-z]+(?:_[a-z0-9]+)+\b/g, (name) => code(name));
}

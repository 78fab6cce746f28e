import { expect, it } from 'vitest';
import { HISTORY_TABLES, HISTORY_VIEWS } from '../../src/inventory/beside/history-schema.ts';
import { TABLES } from '../../src/inventory/format/schema.ts';
import { VIEWS } from '../../src/inventory/format/views.ts';

const STATEMENT = /((?:^--[^\n]*\n)*)^CREATE (?:TABLE|VIEW) (\w+) ?(.*?);$/gms;
const COLUMN = /^ +([a-z_0-9]+) (?:INTEGER|TEXT|ANY|BLOB|REAL)\b/;

const ALL_TABLES = TABLES + HISTORY_TABLES;

it('every table and view of an inventory and of a history has a comment', () => {
  const bare = [...(ALL_TABLES + VIEWS + HISTORY_VIEWS).matchAll(STATEMENT)].filter(
    ([, comment]) => comment === '',
  );
  expect(bare.map(([, , name]) => name)).toEqual([]);
});

it('every column of a table has a comment', () => {
  const tables = [...ALL_TABLES.matchAll(STATEMENT)];
  expect(tables.length).toBe(ALL_TABLES.match(/CREATE TABLE/g)?.length);
  const lines = tables.flatMap(([, , table, body = '']) =>
    body.split('\n').map((line) => ({ table, column: COLUMN.exec(line)?.[1], line })),
  );
  const columns = lines.filter(({ column }) => column !== undefined);
  expect(columns.length).toBeGreaterThan(100);
  const bare = columns.filter(({ line }) => !line.includes('-- '));
  expect(bare.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
});

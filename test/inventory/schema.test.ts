import { expect, it } from 'vitest';
import { TABLES } from '../../src/inventory/format/schema.ts';
import { VIEWS } from '../../src/inventory/format/views.ts';

const STATEMENT = /((?:^--[^\n]*\n)*)^CREATE (?:TABLE|VIEW) (\w+) ?(.*?);$/gms;
const COLUMN = /^ +([a-z_0-9]+) (?:INTEGER|TEXT|ANY|BLOB|REAL)\b/;

it('every table and view of the inventory has a comment', () => {
  const bare = [...(TABLES + VIEWS).matchAll(STATEMENT)].filter(([, comment]) => comment === '');
  expect(bare.map(([, , name]) => name)).toEqual([]);
});

it('every column of a table has a comment', () => {
  const tables = [...TABLES.matchAll(STATEMENT)];
  expect(tables.length).toBe(TABLES.match(/CREATE TABLE/g)?.length);
  const lines = tables.flatMap(([, , table, body = '']) =>
    body.split('\n').map((line) => ({ table, column: COLUMN.exec(line)?.[1], line })),
  );
  const columns = lines.filter(({ column }) => column !== undefined);
  expect(columns.length).toBeGreaterThan(100);
  const bare = columns.filter(({ line }) => !line.includes('-- '));
  expect(bare.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
});

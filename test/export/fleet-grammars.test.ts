import { HiveSQL } from 'dt-sql-parser/dist/parser/hive/index.js';
import { SparkSQL } from 'dt-sql-parser/dist/parser/spark/index.js';
import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../src/export/tables/tables.ts';
import { fenced } from '../docs/fences.ts';
import { page, section } from '../docs/pages.ts';

const fleet = page('docs/fleet.md');
const sqlBelow = (heading: string) => fenced(section(fleet, heading), 'sql');
const questions = [...sqlBelow('## The latest of each'), ...sqlBelow('## Ten questions')];

/** Athena has Hive's statements for tables, and asks as Trino does. */
const GRAMMARS = {
  trino: { tables: new TrinoSQL(), asked: new TrinoSQL(), heading: '### Trino' },
  athena: { tables: new HiveSQL(), asked: new TrinoSQL(), heading: '### Athena' },
  spark: { tables: new SparkSQL(), asked: new SparkSQL(), heading: '### Spark' },
};

/** What a grammar does not take, where in a text. */
function faults(grammar: TrinoSQL | HiveSQL | SparkSQL, sql: string): string[] {
  return grammar
    .validate(sql)
    .map(({ startLine, message }) => `${sql.split('\n')[startLine - 1]}: ${message}`);
}

describe.each(Object.entries(GRAMMARS))('the grammar of %s', (_, { tables, asked, heading }) => {
  const made = sqlBelow(heading);

  it('takes the statements that make the tables, all of them', () => {
    expect(made.flatMap((sql) => faults(tables, sql))).toEqual([]);
    const names = [...made.join('\n').matchAll(/^CREATE (?:EXTERNAL )?TABLE (\w+) /gm)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(expect.arrayContaining(TABLES.map(({ name }) => name)));
  });

  it('takes the ten questions', () => {
    expect(questions.length).toBeGreaterThan(10);
    expect(questions.flatMap((sql) => faults(asked, sql))).toEqual([]);
  });

  it('refuses one that lacks a comma or a bracket', () => {
    const broken = (sql: string) => [sql.replace(/,\n/, '\n'), sql.replace(/\)/, '')];
    for (const sql of made.flatMap(broken)) expect(faults(tables, sql)).not.toEqual([]);
    for (const sql of questions.map((each) => each.replace('FROM', 'FORM')))
      expect(faults(asked, sql)).not.toEqual([]);
  });
});

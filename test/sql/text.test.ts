import { describe, expect, it } from 'vitest';
import { prepareQuery } from '../../src/sql/prepare-query.ts';
import { readParameters } from '../../src/sql/text/parameters.ts';
import { parseStatement } from '../../src/sql/text/statement.ts';
import { tokensOf } from '../../src/sql/text/tokens.ts';

describe('a statement', () => {
  it.each([
    'SELECT 1',
    'select 1;',
    ' \n\t WITH a AS (SELECT 1) SELECT * FROM a',
    'VALUES (1), (2)',
    '-- DELETE\nSELECT 1',
    '/* DROP */ /**/ SELECT 1 -- at the end',
    'EXPLAIN SELECT 1',
    'explain query plan select 1',
    'EXPLAIN /* ; */ QUERY -- x\n PLAN WITH a AS (SELECT 1) SELECT 1',
  ])('that reads is let through: %j', (text) => {
    expect(parseStatement(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['PRAGMA writable_schema = ON', 'and not PRAGMA'],
    ["ATTACH 'x.db' AS x", 'and not ATTACH'],
    ["VACUUM INTO 'x.db'", 'and not VACUUM'],
    ['-- SELECT\nDELETE FROM blob', 'and not DELETE'],
    ['/* SELECT */ INSERT INTO blob VALUES (1)', 'and not INSERT'],
    ['/* nothing ends this SELECT 1', 'Expected a statement'],
    ['EXPLAIN PRAGMA trusted_schema = ON', 'and not PRAGMA'],
    ["EXPLAIN ATTACH 'x' AS x", 'and not ATTACH'],
    ['EXPLAIN QUERY PLAN DELETE FROM blob', 'and not DELETE'],
    ['EXPLAIN', 'nothing comes after EXPLAIN'],
    ['EXPLAIN QUERY PLAN', 'nothing comes after EXPLAIN'],
    ['(SELECT 1)', 'and not ('],
    ['"SELECT" 1', 'and not "SELECT"'],
    ['; SELECT 1', 'and not ;'],
    ['SELECT\0 1', 'NUL byte'],
    ['', 'Expected a statement'],
    [' -- only a comment', 'Expected a statement'],
    [`SELECT ${'1 + '.repeat(300_000)} 1`, 'longer than 1,000,000 bytes'],
    [`${'x'.repeat(100)}`, `and not ${'x'.repeat(40)}…`],
  ])('that does not is refused before SQLite sees it: %j', (text, why) => {
    expect(() => parseStatement(text)).toThrow(why);
  });

  it('is taken apart as SQLite does', () => {
    const text = `SELECT a."b ""c", 'it''s --', [x y], x'00', :n, 1.5e3 /* ' */ FROM "t"--"`;
    expect(tokensOf(text).map(({ kind, text: each }) => `${kind} ${each}`)).toEqual([
      'word SELECT',
      'word a',
      'mark .',
      'quoted "b ""c"',
      'mark ,',
      "string 'it''s --'",
      'mark ,',
      'quoted [x y]',
      'mark ,',
      "string x'00'",
      'mark ,',
      'parameter :n',
      'mark ,',
      'number 1.5e3',
      'word FROM',
      'quoted "t"',
    ]);
  });
});

describe('parameters', () => {
  it.each([
    ['a=1', { a: '1' }],
    ['a=', { a: '' }],
    [':a=b=c', { a: 'b=c' }],
    ['a:=1', { a: 1 }],
    ['a:=-1.5e3', { a: -1500 }],
    ['a:=null', { a: null }],
    ['a:=9007199254740993', { a: 9007199254740993n }],
    ['a:=-9223372036854775808', { a: -(2n ** 63n) }],
  ])('%s', (given, values) => {
    expect(readParameters([given])).toEqual(values);
  });

  it.each([
    [['a'], "Expected a parameter as name=value, and not 'a'."],
    [['=1'], "Expected a parameter as name=value, and not '=1'."],
    [['a:=x'], "Expected a number or null after a:=, and not 'x': text is given as a=x."],
    [['a:=01'], "Expected a number or null after a:=, and not '01': text is given as a=01."],
    [['a:=9223372036854775808'], 'a:=9223372036854775808 does not fit into 64 bits'],
    [['a=1', 'a=2'], 'The parameter a is given twice.'],
  ])('that make no sense are refused: %j', (given, why) => {
    expect(() => readParameters(given)).toThrow(why);
  });

  it.each([
    ['SELECT :a', {}, 'The statement has parameters without a value: add -p a=<value>.'],
    ['SELECT @a, $b', { a: 1 }, 'add -p b=<value>.'],
    ['SELECT :days', { days: 1, dayz: 2 }, 'The statement has no parameter :dayz: did you mean days?'],
    ['SELECT 1', { a: 1 }, 'The statement has no parameter :a.'],
    ['SELECT ?', {}, 'Parameters need names here: write :name, and not ?.'],
    ['SELECT ?1', {}, 'write :name, and not ?1.'],
    ['SELECT \':a\', ":b" -- :c', { a: 1 }, 'The statement has no parameter :a.'],
    ['tags-of-digest', {}, 'add -p digest=<value>.'],
    ['old-tags', { day: 1 }, 'The statement has no parameter :day: did you mean days?'],
    [
      'old-tag',
      {},
      "'old-tag' is no query of ours (--list tells them), and no statement in SQL is one word. Did you mean old-tags?",
    ],
    ['constructor', {}, "'constructor' is no query of ours"],
  ])('must be those of the statement: %s, %j', (text, given, why) => {
    expect(() => prepareQuery(text, given)).toThrow(why);
  });

  it('that are text and read like a number are told, since SQL takes the two for different', () => {
    const { notes } = prepareQuery('SELECT :a, :b, :c', ['a=5', 'b:=5', 'c=five']);
    expect(notes).toEqual([
      "The parameter a is the text '5', and equal to no number that SQL computes: -p a:=5 is one.",
    ]);
    expect(prepareQuery('old-tags', ['days=5']).notes).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { cutList, type ListOptions, listOf } from '../../src/answers/lists.ts';

const ROWS = [
  { name: 'a', bytes: 1, modifiedAt: '2026-01-01' },
  { name: 'b', bytes: 3, modifiedAt: '2026-03-01' },
  { name: 'c', bytes: 3, modifiedAt: '2026-02-01' },
];
const DEFAULTS = { limit: 2, sort: 'bytes' } as const;
const namesOf = (options: ListOptions) =>
  listOf(ROWS, options, DEFAULTS)
    .rows.map(({ name }) => name)
    .join('');

describe('the law of lists', () => {
  it('gives programs all rows as they are, and people the first and largest', () => {
    expect(namesOf({})).toBe('abc');
    expect(namesOf({ reader: 'programs' })).toBe('abc');
    expect(namesOf({ reader: 'people' })).toBe('bc');
  });

  it('gives both what they ask for', () => {
    for (const reader of ['people', 'programs'] as const) {
      expect(namesOf({ reader, sort: 'age', limit: 1 })).toBe('a');
      expect(namesOf({ reader, sort: 'name', limit: 2 })).toBe('ab');
      expect(namesOf({ reader, sort: 'bytes', limit: 0 })).toBe('bca');
      expect(namesOf({ reader, sort: 'tags', limit: 9 })).toBe('abc');
      expect(namesOf({ reader, sort: 'name', reverse: true, limit: 2 })).toBe('cb');
      expect(namesOf({ reader, sort: 'age', reverse: true, limit: 1 })).toBe('b');
    }
  });

  it('says how many rows there are, and how many were cut off', () => {
    expect(cutList(ROWS, 2)).toMatchObject({ count: 3, left: 1 });
    expect(cutList(ROWS, 0)).toMatchObject({ count: 3, left: 0 });
    expect(cutList([], 2)).toEqual({ rows: [], count: 0, left: 0 });
  });
});

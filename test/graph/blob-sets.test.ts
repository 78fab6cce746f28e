import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobMarks } from '../../src/graph/blob-marks.ts';
import { BlobSet, blobSetOf } from '../../src/graph/blob-set.ts';

/*
 * What is marked is kept, and what is not goes. So both are held against the sets of the language.
 */

const HIGHEST = 40;
const blobs = fc.array(fc.integer({ min: 1, max: HIGHEST }), { maxLength: 60 });

describe('marks', () => {
  it('are on what was added since they were cleared, and on nothing else', () => {
    fc.assert(
      fc.property(fc.array(blobs, { maxLength: 5 }), (rounds) => {
        const marks = new BlobMarks(HIGHEST);
        for (const round of rounds) {
          marks.clear();
          for (const blob of round) marks.add(blob);
          expect(all(marks)).toEqual(sorted(round));
        }
      }),
    );
  });

  it('are on nothing before anything was added', () => {
    expect(all(new BlobMarks(HIGHEST))).toEqual([]);
  });
});

describe('a set of blobs', () => {
  it('has what was added, once, in the order of ids', () => {
    fc.assert(
      fc.property(blobs, (added) => {
        const set = blobSetOf(added, HIGHEST);
        expect([...set]).toEqual(sorted(added));
        expect(all(set)).toEqual(sorted(added));
        expect(set.size).toBe(sorted(added).length);
      }),
    );
  });

  it.each([
    { highest: 5, added: [6] },
    { highest: 5, added: [2, 7, 200] },
    { highest: 0, added: [1, 2, 3] },
  ])('takes more than was expected, as of a damaged inventory: %j', ({ highest, added }) => {
    const set = new BlobSet(highest);
    for (const blob of [...added, ...added]) set.add(blob);
    expect([...set]).toEqual(added);
    expect(set.size).toBe(added.length);
  });
});

function all(set: { has(blob: number): boolean }): number[] {
  return Array.from({ length: HIGHEST + 1 }, (_, blob) => blob).filter((blob) => set.has(blob));
}

function sorted(blobs: readonly number[]): number[] {
  return [...new Set(blobs)].sort((a, b) => a - b);
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairSum } from '../../src/graph/fair-sum.ts';
import { Graph } from '../../src/graph/graph.ts';
import { Grouped } from '../../src/graph/grouped.ts';
import { Int32List } from '../../src/graph/growing-array.ts';
import { SharedFiles } from '../../src/graph/shared-files.ts';
import { countHolders, shareOut } from '../../src/graph/shares.ts';
import { Walk } from '../../src/graph/walk.ts';

describe('a list of whole numbers', () => {
  it('holds as many as come', () => {
    const list = new Int32List();
    for (let value = 0; value < 10_000; value++) list.push(value - 5000);
    expect([list.length, list.at(0), list.at(9999)]).toEqual([10_000, -5000, 4999]);
    expect(list.view().length).toBe(10_000);
  });
});

describe('Grouped', () => {
  it('gives each group its values in the order in which they came', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(100));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 50 }), (pairs) => {
        const list = new Int32List();
        for (const number of pairs.flat()) list.push(number);
        const grouped = new Grouped(list, 5);
        for (const group of [1, 2, 3, 4, 5]) {
          const expected = pairs.filter(([of]) => of === group).map(([, value]) => value);
          expect([...grouped.of(group)]).toEqual(expected);
        }
      }),
    );
  });
});

describe('a walk', () => {
  it('visits everything that the roots lead to, each once', () => {
    const walk = walkOver({ 1: [2, 3], 2: [4], 3: [4, 4], 5: [6] });
    expect(visited(walk, [1])).toEqual([1, 2, 3, 4]);
    expect(visited(walk, [1, 2, 1])).toEqual([1, 2, 3, 4]);
    expect(visited(walk, [5])).toEqual([5, 6]);
  });

  it('comes to an end in a circle', () => {
    expect(visited(walkOver({ 1: [2], 2: [3], 3: [1, 3] }), [2])).toEqual([1, 2, 3]);
  });

  it('goes over other names of blobs', () => {
    const graph = new Graph();
    graph.addReference(1, 2);
    graph.addAlias(2, 3);
    graph.addAlias(2, 4);
    graph.addReference(4, 5);
    expect(visited(new Walk(graph, 5), [1])).toEqual([1, 2, 3, 4, 5]);
  });

  it('does not visit again what it visited since it began, whatever it is asked', () => {
    const walk = walkOver({ 1: [2], 3: [2, 4] });
    const seen: number[] = [];
    walk.begin();
    walk.visit([1], (blob) => seen.push(blob));
    walk.visit([3], (blob) => seen.push(blob));
    expect(seen.sort()).toEqual([1, 2, 3, 4]);
  });

  it('goes down a chain of any length without running out of stack', () => {
    const chain = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [index + 1, [index + 2]]));
    expect(visited(walkOver(chain), [1]).length).toBe(50_001);
  });
});

describe('a sum of what is divided', () => {
  it('is the same to the last bit, in whatever order its parts come', () => {
    const parts = [1, 2, 3, 7, 11, 13].map((among) => [10 ** 9 + among, among] as const);
    const sumOf = (ordered: typeof parts) => {
      const sum = new FairSum();
      for (const [bytes, among] of ordered) sum.add(bytes, among);
      return sum.take();
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
        expect(sumOf(shuffled)).toBe(sumOf(parts));
      }),
    );
  });
});

describe('shares', () => {
  // Three groups; blob 1 is in all, 2 in two, 3 to 5 in one each, 6 in none.
  const GROUPS = [[], [1, 2, 3], [1, 2, 4], [1, 5]];
  const bytesOf = (blob: number) => 60 * blob;
  const visit = (group: number, each: (blob: number) => void) => {
    for (const blob of GROUPS[group] ?? []) each(blob);
  };

  it('count in how many groups a blob is', () => {
    expect([...countHolders(visit, 3, 6)]).toEqual([0, 3, 2, 1, 1, 1, 0]);
  });

  it('divide each blob among its groups, so that the sum is that of the blobs', () => {
    const shares = shareOut(visit, 3, { count: 6, bytesOf, files: new SharedFiles([]) }).slice(1);
    expect(shares).toEqual([
      { bytes: 360, uniqueBytes: 180, fairShareBytes: 20 + 60 + 180 },
      { bytes: 420, uniqueBytes: 240, fairShareBytes: 20 + 60 + 240 },
      { bytes: 360, uniqueBytes: 300, fairShareBytes: 20 + 300 },
    ]);
    expect(shares.reduce((sum, { fairShareBytes }) => sum + fairShareBytes, 0)).toBe(
      60 * (1 + 2 + 3 + 4 + 5),
    );
  });
});

function walkOver(references: Record<number, number[]>) {
  const graph = new Graph();
  for (const [manifest, blobs] of Object.entries(references))
    for (const blob of blobs) graph.addReference(Number(manifest), blob);
  return new Walk(graph, 100_000);
}

function visited(walk: Walk, roots: readonly number[]): number[] {
  const blobs: number[] = [];
  walk.begin();
  walk.visit(roots, (blob) => blobs.push(blob));
  return blobs.sort((a, b) => a - b);
}

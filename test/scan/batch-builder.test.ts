import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/facts/told.ts';
import type { Batch } from '../../src/scan/batch.ts';
import { BatchBuilder } from '../../src/scan/batch-builder.ts';
import type { Entry } from '../../src/volume/file-stat.ts';

/** As many as are held until they are told. */
const TOLD_AT_ONCE = 2000;
/** Entries of a directory that are put in order once they are read. */
const KEPT_IN_ORDER = 50_000;

const factOf = (path: string): Fact => ({ fact: 'problem', code: 'stray', path });
const pathsOf = (batches: readonly Batch[]) =>
  batches.flatMap(({ facts }) => facts.map((fact) => ('path' in fact ? fact.path : undefined)));

/** What is told on the way, and what is left, when each of some entries is told of. */
function toldOf(names: readonly string[]): { parts: Batch[]; left: Batch } {
  const parts: Batch[] = [];
  const builder = new BatchBuilder((part) => void parts.push(part));
  const entries = names.map((name): Entry => ({ name, kind: 'file' }));
  builder.addByEntry(entries, ({ name }) => builder.add(factOf(name)));
  return { parts, left: builder.take() };
}

describe('what a unit of work has found', () => {
  it('is told in parts as soon as it is much, each once', () => {
    const parts: Batch[] = [];
    const builder = new BatchBuilder((part) => void parts.push(part));
    for (let number = 0; number < 2.5 * TOLD_AT_ONCE; number++) builder.add(factOf(String(number)));
    expect(parts.map(({ facts }) => facts.length)).toEqual([TOLD_AT_ONCE, TOLD_AT_ONCE]);
    const told = pathsOf([...parts, builder.take()]);
    expect(told).toEqual(Array.from({ length: 2.5 * TOLD_AT_ONCE }, (_, number) => String(number)));
    expect(builder.take()).toMatchObject({ facts: [], doubts: [] });
  });

  it('of a directory is told in the order of names, at once where that can be kept', () => {
    const names = Array.from({ length: 3000 }, (_, number) => String(9999 - number));
    const { parts, left } = toldOf(names);
    expect(parts).toHaveLength(1);
    expect(pathsOf([...parts, left])).toEqual([...names].sort());
  });

  it('of a directory with too many entries is told in parts, in that order too', () => {
    const names = Array.from({ length: KEPT_IN_ORDER + 1 }, (_, number) => String(199_999 - number));
    const { parts, left } = toldOf(names);
    expect(Math.max(...parts.map(({ facts }) => facts.length))).toBe(TOLD_AT_ONCE);
    expect(pathsOf([...parts, left])).toEqual([...names].sort());
  });
});

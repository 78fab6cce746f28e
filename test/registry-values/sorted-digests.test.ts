import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DigestListReader, packDigests } from '../../src/registry/digest-list.ts';
import { sortDigests } from '../../src/registry/sorted-digests.ts';

/** Digests of which many begin alike. */
const digest = fc
  .tuple(
    fc.constantFrom(64, 96, 128),
    fc.constantFrom('', '0', 'ff', '00000000000'),
    fc.nat(255),
    fc.boolean(),
  )
  .map(([length, beginning, byte, isAtEnd]) => {
    const hex = byte.toString(16).padStart(2, '0');
    const rest = isAtEnd
      ? hex.padStart(length - beginning.length, '0')
      : hex.padEnd(length - beginning.length, '0');
    return `sha${length * 4}:${beginning}${rest}`;
  });

describe('sorted digests', () => {
  it('are in the order of their length and then of their bytes, and say where each was', () => {
    fc.assert(
      fc.property(fc.array(digest, { maxLength: 60 }), (digests) => {
        const { list, order } = sortDigests(packDigests(digests));
        const sorted = digests.toSorted((a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0));
        expect(textsOf(list)).toEqual(sorted);
        expect([...order].map((row) => digests[row])).toEqual(sorted);
        expect([...order].sort((a, b) => a - b)).toEqual([...digests.keys()]);
      }),
    );
  });
});

function textsOf(list: Uint8Array): string[] {
  const reader = new DigestListReader(list);
  const texts: string[] = [];
  while (reader.next()) texts.push(reader.text());
  return texts;
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestText } from '../../src/inventory/format/digest-column.ts';
import { DigestTable } from '../../src/inventory/ids/digest-table.ts';
import { DigestListReader, packDigests } from '../../src/registry/digest-list.ts';
import { madeDigest } from '../support/made-bytes.ts';

describe('a digest table', () => {
  it('numbers digests from 1 in the order in which they come, and the same one the same', () => {
    expect(
      idsOf(
        new DigestTable(),
        ['a', 'b', 'a', 'c', 'b'].map((name) => madeDigest(name)),
      ),
    ).toEqual([1, 2, 1, 3, 2]);
  });

  it('keeps 100,000 digests apart, and knows each of them by its number', () => {
    const digests = Array.from({ length: 100_000 }, (_, index) => madeDigest(`${index}`));
    const table = new DigestTable();
    expect(idsOf(table, digests)).toEqual(digests.map((_, index) => index + 1));
    expect(idsOf(table, digests)).toEqual(digests.map((_, index) => index + 1));
    expect(table.count).toBe(100_000);
    for (const [index, digest] of digests.entries()) {
      if (digestText(table.keyOf(index + 1)) !== digest) expect.fail(`${index + 1} is not ${digest}`);
    }
  });

  it('keeps digests apart that begin with the same four bytes, of which its slots are chosen', () => {
    const digests = Array.from({ length: 1500 }, (_, index) => {
      return `sha256:${'deadbeef'}${index.toString(16).padStart(56, '0')}`;
    });
    const table = new DigestTable();
    expect(idsOf(table, digests)).toEqual(digests.map((_, index) => index + 1));
    expect(idsOf(table, digests.toReversed())).toEqual(digests.map((_, index) => 1500 - index));
  });

  it('keeps the algorithms and texts that are no digests apart', () => {
    const texts = [
      madeDigest('a'),
      madeDigest('a', 'sha384'),
      madeDigest('a', 'sha512'),
      madeDigest('a').slice('sha256:'.length),
      '',
      'latest',
      Buffer.from(madeDigest('a', 'sha512').slice(7), 'hex').toString('latin1'),
    ];
    const table = new DigestTable();
    expect(idsOf(table, texts)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(idsOf(table, texts)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(texts.map((_, index) => digestText(table.keyOf(index + 1)))).toEqual(texts);
  });

  it('numbers any mix as a Map of texts would', () => {
    const text = fc.oneof(
      fc.nat(30).map((name) => madeDigest(`${name}`)),
      fc.nat(5).map((name) => madeDigest(`${name}`, 'sha512')),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 300 }), (texts) => {
        const numbers = new Map<string, number>();
        const expected = texts.map((each) => {
          if (!numbers.has(each)) numbers.set(each, numbers.size + 1);
          return numbers.get(each);
        });
        expect(idsOf(new DigestTable(), texts)).toEqual(expected);
      }),
    );
  });
});

function idsOf(table: DigestTable, texts: readonly string[]): number[] {
  const reader = new DigestListReader(packDigests(texts));
  const ids: number[] = [];
  while (reader.next()) ids.push(table.idOf(reader));
  return ids;
}

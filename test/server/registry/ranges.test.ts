import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRanges } from '../../../src/server/registry/ranges.ts';

const ranges = (header: string | undefined, size = 1000) => {
  const read = readRanges(header, size);
  return typeof read === 'string' ? read : read.map(({ start, end }) => [start, end]);
};

describe('a range', () => {
  it.each([
    ['bytes=0-0', [[0, 1]]],
    ['bytes=500-1499', [[500, 1000]]],
    ['bytes=500-', [[500, 1000]]],
    ['bytes=-500', [[500, 1000]]],
    ['bytes=-5000', [[0, 1000]]],
    ['bytes=999-', [[999, 1000]]],
    ['BYTES = 0-9', [[0, 10]]],
    [
      'bytes=0-9, 20-29,',
      [
        [0, 10],
        [20, 30],
      ],
    ],
    [
      'bytes=20-29,0-9',
      [
        [20, 30],
        [0, 10],
      ],
    ],
    ['bytes=0-9,5000-', [[0, 10]]],
    [`bytes=0-${'9'.repeat(400)}`, [[0, 1000]]],
  ])('%s is read', (header, expected) => {
    expect(ranges(header)).toEqual(expected);
  });

  it.each([
    'bytes=1000-',
    'bytes=2000-5000',
    'bytes=-0',
    'bytes=1000-,2000-3000',
    `bytes=${'9'.repeat(400)}-`,
  ])('%s is of nothing that is there', (header) => {
    expect(ranges(header)).toBe('none');
  });

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=,',
    'bytes=a-b',
    'bytes=1x-2y',
    'bytes=9-0',
    'bytes=0-9,x',
    'bytes=+1-2',
    'bytes=1-2-3',
    'bytes=0x1-0x9',
    'items=0-9',
    'xbytes=0-9',
    // More than all of it: the same bytes again and again.
    'bytes=0-999,0-0',
    `bytes=${'0-0,'.repeat(1001)}`,
  ])('%j asks for everything', (header) => {
    expect(ranges(header)).toBe('all');
  });

  it('of what is empty is all of it', () => {
    expect(ranges('bytes=0-', 0)).toBe('all');
  });

  it('lies within the size, whatever is written', () => {
    const numbers = fc.oneof(fc.constant(''), fc.nat(3000).map(String));
    const specs = fc.array(fc.tuple(numbers, numbers).map(([first, last]) => `${first}-${last}`));
    fc.assert(
      fc.property(specs, fc.nat(2000), (list, size) => {
        const read = readRanges(`bytes=${list.join(',')}`, size);
        if (typeof read === 'string') return;
        expect(read.length).toBeGreaterThan(0);
        for (const { start, end } of read) expect(0 <= start && start < end && end <= size).toBe(true);
      }),
    );
  });
});

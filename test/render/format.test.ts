import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
} from '../../src/render/format.ts';
import { renderBar } from '../../src/render/text/parts/bar.ts';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1,023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [1024 ** 2 - 1, '1023.9 KiB'], // never '1024.0 KiB'
    [1024 ** 2, '1.0 MiB'],
    [267.1 * 1024 ** 3, '267.1 GiB'],
    [1024 ** 4, '1.00 TiB'],
    [1.5 * 1024 ** 4, '1.50 TiB'],
    [Number.MAX_SAFE_INTEGER, '7.99 PiB'],
    [1000 / 3, '333 B'], // a fair share
  ])('%d are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('a share in per cent', () => {
  it.each([
    [0, 100, '0 %'],
    [0, 0, '0 %'],
    [1, 100_000, '<1 %'], // little is not nothing
    [1, 100, '1 %'],
    [1, 3, '33 %'],
    [995, 1000, '99 %'], // nearly all is not all
    [999_999, 1_000_000, '99 %'],
    [100, 100, '100 %'],
  ])('%d of %d is %s', (part, whole, text) => {
    expect(formatPercent(part, whole)).toBe(text);
  });
});

describe('counts', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [30_000, '30,000'],
    [12_345_678, '12,345,678'],
  ])('%d is %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it('come with their noun', () => {
    expect([countOf(0, 'tag'), countOf(1, 'tag'), countOf(2, 'tag')]).toEqual(['0 tags', '1 tag', '2 tags']);
    expect(countOf(2, 'repository', 'repositories')).toBe('2 repositories');
  });
});

describe('time spans', () => {
  it.each([
    [0, '0 ms'],
    [340.4, '340 ms'],
    [1000, '1.0 s'],
    [3900, '3.9 s'],
    [99_900, '99.9 s'],
    [120_000, '2m'],
    [7_200_000, '2h'],
  ])('of %d ms are %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it.each([
    ['2026-01-01T00:00:00Z', '5d'],
    ['2026-01-05T18:00:00Z', '6h'],
    ['2026-01-05T23:59:30Z', '30s'],
    ['2026-01-06T00:00:00Z', 'new'],
    ['2026-02-01T00:00:00Z', 'new'], // a clock that runs ahead
  ])('since %s are %s', (time, age) => {
    expect(formatAge(time, '2026-01-06T00:00:00Z')).toBe(age);
  });
});

describe('a bar', () => {
  it.each([
    [0, '    '],
    [1e-9, '▏   '], // something is never nothing
    [1 / 32, '▏   '],
    [0.125, '▌   '],
    [0.5, '██  '],
    [0.53, '██▏ '],
    [1, '████'],
  ])('of %d is filled to an eighth of a column', (share, bar) => {
    expect(renderBar(share, 4)).toBe(bar);
  });

  it('has the width it was given, whatever its share', () => {
    for (let share = 0; share <= 1; share += 0.001) expect(renderBar(share, 28).length).toBe(28);
  });
});

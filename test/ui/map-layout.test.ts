import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Layout, layOut } from '../../src/ui/views/map/layout.ts';

const SIZE = { width: 1080, height: 620 };
const OPTIONS = { leastWidth: 46, leastHeight: 26, gap: 3 };
const laidOut = (values: readonly number[]) => layOut(values, (value) => value, SIZE, OPTIONS);
const areasOf = ({ cells, rest }: Layout<number>) => (rest === undefined ? cells : [...cells, rest]);

describe('the layout of a map', () => {
  it('has all of it, in cells or among the rest, and what has a cell is larger', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 400 }), (values) => {
        const { cells, rest } = laidOut(values);
        const shown = cells.map(({ thing }) => thing);
        expect([...shown, ...(rest?.things ?? [])].sort((a, b) => a - b)).toEqual(
          values.toSorted((a, b) => a - b),
        );
        expect(Math.max(0, ...(rest?.things ?? []))).toBeLessThanOrEqual(Math.min(...shown));
        if (values.length > 2) expect(rest?.things.length ?? 2).toBeGreaterThan(1);
      }),
    );
  });

  it('has cells that are large enough to read, lie inside, and overlap nowhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 300 }),
        (values) => {
          const areas = areasOf(laidOut(values));
          for (const [at, a] of areas.entries()) {
            expect(a.x + a.width).toBeLessThanOrEqual(SIZE.width);
            expect(a.y + a.height).toBeLessThanOrEqual(SIZE.height);
            for (const b of areas.slice(at + 1)) {
              const isApart =
                a.x + a.width <= b.x ||
                b.x + b.width <= a.x ||
                a.y + a.height <= b.y ||
                b.y + b.height <= a.y;
              expect(isApart).toBe(true);
            }
            if (areas.length > 2) expect([a.width >= 46, a.height >= 26]).toEqual([true, true]);
          }
        },
      ),
    );
  });

  it('gives areas by bytes', () => {
    const { cells, rest } = laidOut([600, 300, 100]);
    expect(rest).toBeUndefined();
    const whole = SIZE.width * SIZE.height;
    for (const { thing, width, height } of cells)
      expect((width * height) / whole).toBeCloseTo(thing / 1000, 1);
  });

  it('of 2,000 alike shows as many as can be read, and says that the rest is not to scale', () => {
    const { cells, rest } = laidOut(Array.from({ length: 2000 }, () => 1000));
    expect(cells.length).toBeGreaterThan(100);
    expect(rest).toMatchObject({ isToScale: false, value: (2000 - cells.length) * 1000 });
  });

  it('shows something where all is empty', () => {
    expect(areasOf(laidOut([0, 0, 0])).length).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { growthOf } from '../../src/history/told/growth.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);
const series = (...bytes: number[]) => bytes.map((each, day) => ({ at: START + day * DAY, bytes: each }));

describe('growth', () => {
  it('is that between collections, whose saw teeth are cut out', () => {
    expect(growthOf(series(0, 10, 20, 5, 15, 25, 2, 12, 22), 100)).toEqual({
      code: 'growing',
      bytesPerDay: 10,
      spans: 3,
      availableBytes: 100,
      fullAt: new Date(START + 18 * DAY).toISOString(),
    });
  });

  it('is the median of the spans, by how long they are', () => {
    expect(growthOf(series(0, 1, 2, 3, 4, 0, 100))).toMatchObject({ bytesPerDay: 1, spans: 2 });
  });

  it('of what stays or only shrinks is none', () => {
    expect(growthOf(series(5, 5, 5), 10)).toEqual({
      code: 'not-growing',
      bytesPerDay: 0,
      availableBytes: 10,
    });
  });

  it('cannot be told of few scans, of less than a day, and of what only ever shrank', () => {
    expect(growthOf(series(1, 2))).toEqual({ code: 'not-enough-scans' });
    const hours = [0, 1, 2, 3].map((hour) => ({ at: START + hour * 3600_000, bytes: hour }));
    expect(growthOf(hours)).toEqual({ code: 'not-enough-scans' });
    expect(growthOf(series(9, 8, 7))).toEqual({ code: 'not-enough-scans' });
    expect(growthOf([])).toEqual({ code: 'not-enough-scans' });
  });

  it('begins anew where the clock was set back', () => {
    const back = [...series(0, 10, 20), ...series(30, 40, 50)];
    expect(growthOf(back)).toMatchObject({ bytesPerDay: 10, spans: 2 });
  });

  it('that fills the disk in more than ten years names no day', () => {
    expect(growthOf(series(0, 1, 2), 3653)).toHaveProperty('fullAt');
    expect(growthOf(series(0, 1, 2), 3654)).not.toHaveProperty('fullAt');
    expect(growthOf(series(0, 1, 2), 1e300)).not.toHaveProperty('fullAt');
  });
});

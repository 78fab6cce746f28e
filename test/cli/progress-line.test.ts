import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scanParts } from '../../src/cli/progress.ts';
import { ProgressLine } from '../../src/cli/progress-line.ts';
import { verifyParts } from '../../src/cli/verify-progress.ts';
import type { Part } from '../../src/render/text/parts/fit-parts.ts';
import { Screen } from '../support/screen.ts';

const GIB = 1024 ** 3;
const COUNTS = { blobs: 12_345_678, repositories: 20_000, manifests: 3_000_000 };
const SCAN = scanParts({ step: 'second look', ...COUNTS }, 3_600_000, 2 * GIB);
const VERIFY = verifyParts(
  { bytes: 999 * GIB, ofBytes: 99_999 * GIB, blobs: 12_345, ofBlobs: 12_345_678 } as never,
  9e8,
);
const WIDE: Part[] = [{ text: '進行中の走査'.repeat(20), weight: 1 }];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A terminal on which somebody worked, and a line of progress on it. */
function startOn(screen: Screen, parts: readonly Part[]) {
  screen.write('$ ls\r\nfile\r\n');
  return new ProgressLine(() => parts, {
    columns: () => screen.columns,
    write: (text) => screen.write(text),
  });
}

const kinds = [
  ['a scan', SCAN],
  ['a verification', VERIFY],
  ['wide characters', WIDE],
] as const;

describe.each(kinds)('the line of progress of %s', (_, parts) => {
  it.each([200, 120, 80, 79, 40, 20, 10, 5, 3, 2, 1])('fits into %i columns', (columns) => {
    const screen = new Screen(columns, true);
    const line = startOn(screen, parts);
    const before = screen.lines.length;
    for (let times = 0; times < 3; times++) line.draw();
    vi.advanceTimersByTime(1000);
    expect(screen.lines.length).toBe(before);
    line.stop();
    expect(screen.lines.join('').replace(' ', '')).toBe('$lsfile');
  });

  it.each([
    ['that breaks lines anew', true],
    ['that cuts lines off', false],
  ])('leaves nothing on a terminal %s when that is resized', (__, reflows) => {
    const screen = new Screen(120, reflows);
    const line = startOn(screen, parts);
    for (const columns of [80, 30, 20, 100, 7, 45, 200, 20]) {
      screen.resize(columns);
      vi.advanceTimersByTime(150);
      expect(screen.lines.slice(0, 2)).toEqual(['$ ls', 'file']);
      expect(screen.lines.length).toBe(3);
      line.draw();
    }
    screen.resize(10);
    line.stop();
    expect(screen.lines).toEqual(['$ ls', 'file']);
  });

  it('leaves nothing on a terminal that was narrower than it said', () => {
    const screen = new Screen(20, true);
    screen.write('$ ls\r\nfile\r\n');
    const line = new ProgressLine(() => parts, { columns: () => 80, write: (text) => screen.write(text) });
    vi.advanceTimersByTime(500);
    expect(screen.lines.length).toBe(3);
    line.stop();
    expect(screen.lines).toEqual(['$ ls', 'file']);
  });
});

describe('the line of progress', () => {
  const drawn = (parts: readonly Part[], columns: number) => {
    const screen = new Screen(columns, true);
    new ProgressLine(() => parts, { columns: () => screen.columns, write: (text) => screen.write(text) });
    return screen.lines[0];
  };

  it('loses what matters least first', () => {
    expect(drawn(SCAN, 80)).toBe('- second look · 12,345,678 blobs · 3,000,000 manifests · 3600 s');
    expect(drawn(SCAN, 200)).toBe(drawn(SCAN, 80));
    expect(drawn(scanParts({ step: 'blobs', blobs: 1, repositories: 0, manifests: 0 }, 500, GIB), 80)).toBe(
      '- blobs · 1 blob · 0 repositories · 0 manifests · 2/s · 1 s · 1.0 GiB',
    );
    expect(drawn(SCAN, 40)).toBe('- second look · 12,345,678 blobs');
    expect(drawn(SCAN, 20)).toBe('- second look');
    expect(drawn(SCAN, 10)).toBe('- second…');
    expect(drawn(VERIFY, 80)).toBe(
      '- hashing 12,345,678 blobs · 999.0 GiB of 97.65 TiB · 1.1 MiB/s · 1032d left',
    );
    expect(drawn(VERIFY, 40)).toBe('- 999.0 GiB of 97.65 TiB · 1032d left');
  });

  it('turns, so that it is seen to live', () => {
    const screen = new Screen(80, true);
    startOn(screen, SCAN);
    const frames = Array.from({ length: 5 }, () => {
      vi.advanceTimersByTime(100);
      return screen.lines[2]?.[0];
    });
    expect(frames).toEqual(['\\', '|', '/', '-', '\\']);
  });

  it('is none without a terminal', () => {
    expect(() => {
      const line = new ProgressLine(() => SCAN, undefined);
      line.draw();
      line.stop();
    }).not.toThrow();
  });
});

import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesIn } from './circles.ts';
import { sourceFiles } from './source-files.ts';

describe('circles', () => {
  it('are found, whatever leads into them and out of them', () => {
    const arrows = { a: ['b'], b: ['c', 'd'], c: ['b'], d: ['e'], e: [], f: ['f'] };
    expect(circlesIn(new Map(Object.entries(arrows)))).toEqual(['b c', 'f']);
  });

  it('of files of src that import each other are none: types count, too', () => {
    const arrows = sourceFiles().map(({ path: from, imports }): [string, string[]] => [
      from,
      imports.flatMap(({ from: to }) => (to.startsWith('.') ? [path.join(path.dirname(from), to)] : [])),
    ]);
    expect(arrows.flatMap(([, targets]) => targets).length).toBeGreaterThan(500);
    expect(circlesIn(new Map(arrows))).toEqual([]);
  });
});

import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesIn } from './circles.ts';
import { sourceFiles } from './source-files.ts';

/** Files that are in circles today, each to be taken apart: whoever does it takes the line away. */
const KNOWN = [
  'check/catalogue.ts check/finding.ts',
  'gc/collector-view.ts gc/load-collector-view.ts gc/load-links.ts gc/repository-links.ts gc/repository-tags.ts',
  'graph/shared-files.ts graph/shares.ts',
  'registry/manifest/manifest.ts registry/manifest/plain-manifest.ts',
].map((circle) => new Set(circle.split(' ')));

describe('circles', () => {
  it('are found, whatever leads into them and out of them', () => {
    const arrows = { a: ['b'], b: ['c', 'd'], c: ['b'], d: ['e'], e: [], f: ['f'] };
    expect(circlesIn(new Map(Object.entries(arrows)))).toEqual(['b c', 'f']);
  });

  it('of files that import each other are none but those that are known: types count, too', () => {
    const arrows = sourceFiles().map(({ path: from, imports }): [string, string[]] => [
      from,
      imports.flatMap(({ from: to }) => (to.startsWith('.') ? [path.join(path.dirname(from), to)] : [])),
    ]);
    expect(arrows.flatMap(([, targets]) => targets).length).toBeGreaterThan(500);
    const isKnown = (circle: string) =>
      KNOWN.some((known) => circle.split(' ').every((file) => known.has(file)));
    expect(circlesIn(new Map(arrows)).filter((circle) => !isKnown(circle))).toEqual([]);
  });
});

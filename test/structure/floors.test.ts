import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles().filter(({ room }) => room === 'inventory');
const FORMAT = 'format';

/** The floors of src/inventory by name, each above those that it may import. */
const FLOORS: Readonly<Record<string, { readonly imports: readonly string[]; readonly why: string }>> = {
  format: {
    imports: [],
    why: 'It is what stands in the file: true for whoever writes one and whoever reads one.',
  },
  ids: { imports: [FORMAT], why: 'It numbers digests, and does not care where they come from or go.' },
  read: { imports: [FORMAT], why: 'It opens what is published, and needs nothing of how that was made.' },
  renew: {
    imports: [FORMAT, 'ids', 'read'],
    why: 'It tells what may stay of the last inventory; what is written in its place is not its affair.',
  },
  write: {
    imports: [FORMAT, 'ids', 'read', 'renew'],
    why: 'It makes an inventory, and is needed by nobody who only asks one.',
  },
  beside: {
    imports: [FORMAT, 'read'],
    why: 'Its files lie beside an inventory and outlive it, so no scan may need them.',
  },
};

describe('arrows between the floors of the inventory point one way', () => {
  it.each(Object.entries(FLOORS))('%s', (floor, { imports, why }) => {
    const strays = files
      .filter((file) => floorOf(file.path) === floor)
      .flatMap((file) =>
        targets(file)
          .filter((target) => floorOf(target) !== floor && !imports.includes(floorOf(target)))
          .map((target) => `${file.path} -> ${target}`),
      );
    expect(strays, why).toEqual([]);
  });

  it('and lead round in no circle', () => {
    const rank = new Map(Object.keys(FLOORS).map((floor, index) => [floor, index]));
    for (const [floor, { imports }] of Object.entries(FLOORS)) {
      for (const target of imports)
        expect(rank.get(target), `${floor} -> ${target}`).toBeLessThan(rank.get(floor)!);
    }
  });

  it('and every file stands on one of them', () => {
    expect(new Set(files.map(({ path }) => floorOf(path)))).toEqual(new Set(Object.keys(FLOORS)));
  });
});

/** The files of the inventory that one imports. */
function targets(file: SourceFile): string[] {
  return file.imports
    .filter(({ room }) => room === 'inventory')
    .map(({ from }) => path.join(path.dirname(file.path), from));
}

function floorOf(file: string): string {
  return file.split(path.sep)[1] ?? '';
}

import { describe, expect, it } from 'vitest';
import { ROOMS } from './rooms.ts';
import { type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles();

describe('arrows between the rooms of src point one way', () => {
  it.each(Object.entries(ROOMS))('%s', (room, { imports, why }) => {
    const strays = files
      .filter((file) => file.room === room)
      .flatMap((file) =>
        foreign(file)
          .filter((target) => !imports.includes(target))
          .map((target) => `${file.path} -> ${target}`),
      );
    expect(strays, why).toEqual([]);
  });

  it('and lead round in no circle', () => {
    const rank = new Map(Object.keys(ROOMS).map((room, index) => [room, index]));
    for (const [room, { imports }] of Object.entries(ROOMS)) {
      for (const target of imports)
        expect(rank.get(target), `${room} -> ${target}`).toBeLessThan(rank.get(room)!);
    }
  });

  it('and there is no room without a rule', () => {
    expect([...new Set(files.map(({ room }) => room))].filter((room) => ROOMS[room] === undefined)).toEqual(
      [],
    );
  });

  it('from render take types only: a result is data, and what computes it has run before', () => {
    const RESULTS = ['analyze', 'gc', 'check', 'verify', 'inspect', 'answers'];
    const calls = files
      .filter(({ room }) => room === 'render')
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ room, isType }) => room !== undefined && RESULTS.includes(room) && !isType)
          .map(({ from }) => `${path} -> ${from}`),
      );
    expect(calls).toEqual([]);
  });
});

it('the page takes nothing but types from elsewhere, and how units, words and names are written', () => {
  // The page and the terminal say the same in the same words, and spell what is dangerous in a name alike.
  const WRITTEN = /\/(render\/format|escape|render\/words\/[a-z-]+)\.ts$/;
  const values = files
    .filter(({ room }) => room === 'ui')
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ room, isType }) => room !== undefined && room !== 'ui' && !isType)
        .map(({ from }) => `${path} -> ${from}`),
    )
    .filter((each) => !WRITTEN.test(each));
  expect(values).toEqual([]);
});

it('and what it takes needs nothing that a browser lacks', () => {
  const ALLOWED = ['filesize', 'ms', '../format.ts'];
  const others = files
    .filter(({ path }) => /^(render\/(format|words\/.+)|escape)\.ts$/.test(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ from, isType }) => !isType && !ALLOWED.includes(from) && !/^\.\/[a-z-]+\.ts$/.test(from))
        .map(({ from }) => `${path} -> ${from}`),
    );
  expect(others).toEqual([]);
});

function foreign({ room, imports }: SourceFile): string[] {
  return imports.flatMap((each) => (each.room === undefined || each.room === room ? [] : [each.room]));
}

import type { TakePart } from './serve-units.ts';

/**
 * Begins at once what gives its result in parts, and yields these as they come, the rest last. Parts wait for whoever takes
 * them; an error is met after the parts before it.
 */
export function inParts<Result>(begin: (take: TakePart<Result>) => Promise<Result>): AsyncGenerator<Result> {
  let parts: Result[] = [];
  let isOver = false;
  let wake = () => {};
  const rest = begin((part) => {
    parts.push(part);
    wake();
  });
  const end = () => {
    isOver = true;
    wake();
  };
  rest.then(end, end);
  const takeAll = () => {
    const taken = parts;
    parts = [];
    return taken;
  };
  return (async function* () {
    for (;;) {
      yield* takeAll();
      if (isOver && parts.length === 0) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (isOver || parts.length > 0) resolve();
      });
    }
    yield await rest;
  })();
}

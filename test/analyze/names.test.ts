import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareBytewise } from '../../src/analyze/names.ts';

it('names are compared as their bytes are, beyond the BMP too', () => {
  const letter = fc.constantFrom(
    'a',
    'ab',
    '_',
    'é',
    '\u{d7ff}',
    '\u{e000}',
    '\u{ffff}',
    '\u{10000}',
    '\u{1f600}',
  );
  const name = fc.array(letter, { maxLength: 4 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(compareBytewise(a, b)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

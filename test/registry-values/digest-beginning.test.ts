import { describe, expect, it } from 'vitest';
import { parseDigestBeginning } from '../../src/registry/digest-beginning.ts';

const HEX = '4f4ff'.padEnd(64, '0');

describe('the beginning of a digest', () => {
  it.each([
    ['4f4ff', undefined, '4f4ff'],
    ['4F4FF', undefined, '4f4ff'],
    ['sha256:4f4ff', 'sha256', '4f4ff'],
    ['SHA256:4f', 'sha256', '4f'],
    ['sha512:4f4ff', 'sha512', '4f4ff'],
    ['4f4ff…', undefined, '4f4ff'],
    ['sha256:4f4ff...', 'sha256', '4f4ff'],
    [HEX, undefined, HEX],
    [`sha256:${HEX}`, 'sha256', HEX],
    [`${HEX}00`, undefined, `${HEX}00`],
  ])('%s', (text, algorithm, hex) => {
    expect(parseDigestBeginning(text)).toEqual({ algorithm, hex });
  });

  it.each([
    '',
    'sha256',
    'sha256:',
    'md5:4f4ff',
    'xyz',
    '4f 4f',
    '4f…4f',
    ':4f4f',
    `sha256:${HEX}0`,
    '…',
    '%',
    'a'.repeat(129),
  ])('is none: %j', (text) => {
    expect(parseDigestBeginning(text)).toBeUndefined();
  });
});

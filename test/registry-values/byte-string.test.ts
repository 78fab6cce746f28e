import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeName, toByteString, toFsPath } from '../../src/registry/byte-string.ts';

const INVALID_UTF8: ReadonlyArray<readonly [string, readonly number[]]> = [
  ['a byte that never occurs', [0x61, 0xff]],
  ['a continuation without a start', [0x80]],
  ['a start without a continuation', [0xc3]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a sequence cut off', [0xe2, 0x82, 0x62]],
  ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ['Latin-1', [0x63, 0x61, 0x66, 0xe9]],
];

describe('a name from the volume', () => {
  it('is text where it is UTF-8, and comes back as the same bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeName(toByteString(text))).toBe(text);
      }),
    );
  });

  it.each(INVALID_UTF8)('is its bytes where it is not UTF-8: %s', (_, bytes) => {
    expect(decodeName(Buffer.from(bytes).toString('latin1'))).toEqual(Buffer.from(bytes));
  });

  it('loses nothing, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const name = decodeName(Buffer.from(bytes).toString('latin1'));
        expect(Uint8Array.from(Buffer.from(name))).toEqual(bytes);
      }),
    );
  });

  it('keeps a byte order mark', () => {
    expect(decodeName(toByteString('\ufeffteam'))).toBe('\ufeffteam');
  });
});

describe('a path for the file system', () => {
  it('is the string itself where it is ASCII', () => {
    expect(toFsPath('docker/registry/v2')).toBe('docker/registry/v2');
  });

  it('is its bytes where it is not', () => {
    expect(toFsPath(toByteString('/data/größe'))).toEqual(Buffer.from('/data/größe'));
    expect(toFsPath('caf\xe9')).toEqual(Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  });
});

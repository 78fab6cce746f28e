import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DIGEST_BYTES,
  digestFault,
  digestFromBytes,
  digestToBytes,
  findDigests,
  isDigestHex,
  parseDigest,
} from '../../src/registry/digest.ts';

const HEX_64 = '0123456789abcdef'.repeat(4);
const HEX_96 = '0123456789abcdef'.repeat(6);
const HEX_128 = '0123456789abcdef'.repeat(8);

const GOOD = [`sha256:${HEX_64}`, `sha384:${HEX_96}`, `sha512:${HEX_128}`, `sha256:${'0'.repeat(64)}`];

const BAD: ReadonlyArray<readonly [string, string]> = [
  // Nothing at all, or no part of the two.
  ['', 'invalid format'],
  [':', 'invalid format'],
  ['sha256', 'invalid format'],
  ['sha2567', 'invalid format'],
  ['sha256:', 'invalid format'],
  [`:${HEX_64}`, 'invalid format'],
  [HEX_64, 'invalid format'],
  // One digit too few, one too many, one of another algorithm's length.
  [`sha256:${HEX_64.slice(1)}`, 'invalid length'],
  [`sha256:${HEX_64}0`, 'invalid length'],
  [`sha512:${HEX_64}`, 'invalid length'],
  [`sha256:${HEX_128}`, 'invalid length'],
  // A newline, as an editor leaves it; a blank; a carriage return.
  [`sha256:${HEX_64}\n`, 'invalid length'],
  [`sha256:${HEX_64} `, 'invalid length'],
  [`sha256:${HEX_64}\r\n`, 'invalid length'],
  [`sha256:${HEX_64.slice(1)}\n`, 'invalid format'],
  // Capitals, a letter beyond f, a digit of another script.
  [`sha256:${HEX_64.toUpperCase()}`, 'invalid format'],
  [`sha256:${HEX_64.slice(1)}g`, 'invalid format'],
  [`sha256:${HEX_64.slice(1)}\u0661`, 'invalid format'],
  // A second colon.
  [`sha256::${HEX_64}`, 'invalid length'],
  [`sha256:${HEX_64.slice(2)}:0`, 'invalid format'],
  // Algorithms that exist and that no registry takes.
  [`md5:${HEX_64.slice(32)}`, 'unsupported algorithm'],
  [`sha1:${HEX_64.slice(24)}`, 'unsupported algorithm'],
  [`blake3:${HEX_64}`, 'unsupported algorithm'],
  [`sha256+b64u:${HEX_64}`, 'unsupported algorithm'],
  // No algorithm's name; a blank before one; one in capitals.
  [`SHA256:${HEX_64}`, 'invalid format'],
  [` sha256:${HEX_64}`, 'invalid format'],
  [`sha256.:${HEX_64}`, 'invalid format'],
  // No digest of an algorithm that there is.
  ['md5:cafe!', 'invalid format'],
  [`../../etc:${HEX_64}`, 'invalid format'],
  // What an object has without being asked.
  [`constructor:${HEX_64}`, 'unsupported algorithm'],
  [`__proto__:${HEX_64}`, 'invalid format'],
];

describe('a digest', () => {
  it.each(GOOD)('%j is one', (text) => {
    expect([digestFault(text), parseDigest(text)]).toEqual([undefined, text]);
  });

  it.each(BAD)('%j is none: %s', (text, fault) => {
    expect([digestFault(text), parseDigest(text)]).toEqual([fault, undefined]);
  });

  it('comes back whole from its raw bytes', () => {
    for (const text of GOOD) expect(digestFromBytes(digestToBytes(parseDigest(text)!))).toBe(text);
  });

  it('of any bytes of the right length parses', () => {
    const raw = fc.constantFrom(...Object.values(DIGEST_BYTES)).chain((length) => {
      return fc.uint8Array({ minLength: length, maxLength: length });
    });
    fc.assert(
      fc.property(raw, (bytes) => {
        const digest = digestFromBytes(bytes);
        expect(parseDigest(digest)).toBe(digest);
        expect(Uint8Array.from(digestToBytes(digest))).toEqual(bytes);
      }),
    );
  });

  it('is not made of bytes of any other length', () => {
    for (const length of [0, 16, 20, 31, 33, 65])
      expect(() => digestFromBytes(new Uint8Array(length))).toThrow(RangeError);
  });
});

describe("a directory's name", () => {
  it.each([
    ['sha256', HEX_64],
    ['sha384', HEX_96],
    ['sha512', HEX_128],
  ])('is the hex of a %s digest', (algorithm, name) => {
    expect(isDigestHex(algorithm, name)).toBe(true);
  });

  it.each([
    ['sha256', HEX_64.slice(1)], // too short
    ['sha256', `${HEX_64}0`], // too long
    ['sha256', HEX_64.toUpperCase()], // as a file system that folds case may leave it
    ['sha256', `${HEX_64.slice(1)}\n`], // a newline, which `$` must not forgive
    ['sha512', HEX_64], // of another algorithm
    ['md5', HEX_64.slice(32)], // of an algorithm that no registry takes
    ['constructor', HEX_64], // of an algorithm that every object seems to have
    ['sha256', '..'],
    ['sha256', ''],
  ])('is no hex of a digest: %s %j', (algorithm, name) => {
    expect(isDigestHex(algorithm, name)).toBe(false);
  });
});

describe('findDigests', () => {
  it('finds every digest-looking text, in order and as often as it stands there', () => {
    const text = `{"a":"sha256:${HEX_64}"}sha512:${HEX_128},sha384:${HEX_96} sha256:${HEX_64}`;
    expect(findDigests(text)).toEqual([
      `sha256:${HEX_64}`,
      `sha512:${HEX_128}`,
      `sha384:${HEX_96}`,
      `sha256:${HEX_64}`,
    ]);
  });

  it('finds none in what is cut off or in capitals', () => {
    expect(findDigests(`sha256:${HEX_64.slice(1)} sha256:${HEX_64.toUpperCase()} sha512:${HEX_96}`)).toEqual(
      [],
    );
  });
});

import { describe, expect, it } from 'vitest';
import { isAlias, readLinkContent } from '../../src/registry/link.ts';
import { madeDigest } from '../support/made-bytes.ts';

const SHA256 = madeDigest('a manifest');
const SHA512 = madeDigest('a manifest', 'sha512');

describe('a link file', () => {
  it.each([SHA256, SHA512, madeDigest('a manifest', 'sha384')])(
    'says the digest that it holds: %s',
    (text) => {
      expect(readLinkContent(Buffer.from(text))).toEqual({ target: text });
    },
  );

  // Each of them makes a registry answer 500 and its collector abort: nothing is trimmed.
  it.each([
    ['', 'empty'], // a crash between creating and writing, or a push at this moment
    [`${SHA256}\n`, 'invalid length'], // written by `echo`
    [`${SHA256} `, 'invalid length'],
    [`\ufeff${SHA256}`, 'invalid format'], // saved by an editor of Windows
    [SHA256.slice(0, -1), 'invalid length'], // torn
    [SHA256.slice(0, 'sha256:'.length), 'invalid format'], // torn earlier
    [SHA256.toUpperCase(), 'invalid format'],
    [SHA256.slice('sha256:'.length), 'invalid format'], // without its algorithm
    ['\0'.repeat(71), 'invalid format'], // blocks that never reached the disk
    [`${SHA256}${SHA256}`, 'invalid length'], // written twice
    ['md5:d41d8cd98f00b204e9800998ecf8427e', 'unsupported algorithm'],
    ['../../../../etc/passwd', 'invalid format'],
  ])('says no digest: %j (%s)', (content, fault) => {
    expect(readLinkContent(Buffer.from(content))).toEqual({ fault });
  });

  it('is read byte for byte: what is no UTF-8 is no digest either', () => {
    const bytes = Buffer.from(SHA256);
    bytes[70] = 0xe9;
    expect(readLinkContent(bytes)).toEqual({ fault: 'invalid format' });
  });

  it('may lie anywhere in a larger buffer', () => {
    const buffer = Buffer.from(`xx${SHA256}xx`);
    expect(readLinkContent(buffer.subarray(2, -2))).toEqual({ target: SHA256 });
  });
});

it.each([
  [SHA512, SHA256, true],
  [madeDigest('a manifest', 'sha384'), SHA256, true],
  [SHA256, madeDigest('other'), false], // a deviant link
  [SHA512, madeDigest('other', 'sha512'), false],
  ['latest', SHA256, false],
])('a layer link in %s that says %s makes an alias: %s', (named, target, isOne) => {
  expect(isAlias(named, target)).toBe(isOne);
});

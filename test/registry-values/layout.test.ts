import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EMPTY_BLOB_HEX } from '../../src/registry/empty-blob.ts';
import { blobDataPath, linkLength, repositoryPath } from '../../src/registry/layout.ts';
import { parseUploadStart } from '../../src/registry/upload-start.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { blobPath, REPOSITORIES } from '../support/volume-paths.ts';

describe('the layout', () => {
  it.each(['sha256', 'sha384', 'sha512'] as const)('puts a %s blob where the registry does', (algorithm) => {
    const digest = madeDigest('blob', algorithm);
    expect(blobDataPath(algorithm, digest.slice(algorithm.length + 1))).toBe(blobPath(digest));
  });

  it('puts a repository below repositories/', () => {
    expect(repositoryPath('team/api')).toBe(`${REPOSITORIES}/team/api`);
  });

  it.each([
    ['sha256', 71],
    ['sha384', 103],
    ['sha512', 135],
    ['md5', undefined],
    ['toString', undefined],
  ])('knows the length of a link to a %s digest: %s', (algorithm, length) => {
    expect(linkLength(algorithm)).toBe(length);
  });

  it('knows which blobs may be empty', () => {
    const emptyOf = (algorithm: string) => createHash(algorithm).update('').digest('hex');
    expect(EMPTY_BLOB_HEX).toEqual({
      sha256: emptyOf('sha256'),
      sha384: emptyOf('sha384'),
      sha512: emptyOf('sha512'),
    });
  });
});

describe("an upload's start", () => {
  it.each([
    ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T08:00:00.5Z', '2026-01-05T08:00:00.500Z'],
    ['2026-01-05T08:00:00.123456789+02:00', '2026-01-05T06:00:00.123Z'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59.000Z'],
  ])('is the time that %s says', (text, iso) => {
    expect(parseUploadStart(text)).toBe(Date.parse(iso) * 1000);
  });

  // The registry never purges an upload with one of these.
  it.each([
    '', // torn
    '2026-01-05T08:00:00Z\n', // written by hand
    '2026-01-05T08:00:00Z\0', // zeros behind it, as a crash leaves them, which Date.parse would forgive
    '+002026-01-05T08:00:00Z', // a year of six digits, likewise
    '2026-01-05 08:00:00Z', // a blank for the T
    '2026-01-05T08:00:00', // no zone
    '2026-13-05T08:00:00Z', // no such month
    '2026-01-05T25:00:00Z', // no such hour
    '2026-02-30T08:00:00Z', // no such day, which Date.parse takes for the second of March
    '2026-01-05T24:00:00Z', // likewise, for the next day
    '2026-01-05t08:00:00z', // small letters, which RFC 3339 lets be and Go does not
    '1767600000', // seconds
    'yesterday',
  ])('is unknown from %j', (text) => {
    expect(parseUploadStart(text)).toBeUndefined();
  });
});

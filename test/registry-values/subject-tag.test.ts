import { describe, expect, it } from 'vitest';
import type { Digest } from '../../src/registry/digest.ts';
import { subjectKey, subjectOfTag, subjectTagOf } from '../../src/registry/subject-tag.ts';

const hex = (digits: number) => 'a'.repeat(digits);

describe('a tag that is named for its subject', () => {
  it.each([
    [`sha256-${hex(64)}`, 'sha256', 64],
    [`sha256-${hex(64)}.sig`, 'sha256', 64],
    [`sha256-${hex(64)}.att`, 'sha256', 64],
    [`sha256-${hex(64)}.sbom`, 'sha256', 64],
    // Cut to what the referrers tag schema has room for, and whole.
    [`sha384-${hex(64)}`, 'sha384', 64],
    [`sha384-${hex(96)}.sig`, 'sha384', 96],
    [`sha512-${hex(64)}`, 'sha512', 64],
    [`sha512-${hex(128)}`, 'sha512', 128],
  ])('is %s', (tag, algorithm, digits) => {
    expect(subjectOfTag(tag)).toEqual({ algorithm, hex: hex(digits) });
  });

  it.each([
    'latest',
    `sha256-${hex(63)}`,
    `sha256-${hex(65)}`,
    `sha256-${hex(64).toUpperCase()}`,
    `sha256-${hex(64)}.txt`,
    `sha256-${hex(64)}.sig.sig`,
    `sha512-${hex(127)}`,
    `sha1-${hex(64)}`,
    `md5-${hex(64)}`,
    `-${hex(64)}`,
    `my-sha256-${hex(64)}`,
    `sha256-${hex(64)}\n`,
  ])('is not %j', (tag) => {
    expect(subjectOfTag(tag)).toBeUndefined();
  });
});

it.each([
  [`sha256:${hex(64)}`, `sha256-${hex(64)}`],
  [`sha512:${hex(128)}`, `sha512-${hex(64)}`],
])('what is attached to %s is kept under %s', (digest, tag) => {
  expect(subjectTagOf(digest as Digest)).toBe(tag);
});

it('a tag says the same subject whether it is cut or whole', () => {
  const [cut, whole] = [`sha512-${hex(64)}`, `sha512-${hex(128)}.sig`].map((tag) => subjectOfTag(tag)!);
  expect([subjectKey(cut!), subjectKey(whole!)]).toEqual([`sha512:${hex(64)}`, `sha512:${hex(64)}`]);
});

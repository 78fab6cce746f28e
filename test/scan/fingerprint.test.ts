import { describe, expect, it } from 'vitest';
import { Fingerprint } from '../../src/scan/rescan/fingerprint.ts';
import { NOTHING } from '../../src/volume/file-stat.ts';

const SOME_FILE = {
  ...NOTHING,
  kind: 'file',
  bytes: 71,
  inode: 42,
  modifiedAt: 1e15,
  changedAt: 1e15,
} as const;

function fingerprintOf(...files: ReadonlyArray<readonly [kind: string, name: string, change?: object]>) {
  const fingerprint = new Fingerprint();
  for (const [kind, name, change] of files) fingerprint.add(kind, name, { ...SOME_FILE, ...change });
  return fingerprint;
}

describe('a fingerprint', () => {
  it('is a whole number that a double holds, whatever the order of the files', () => {
    const { value } = fingerprintOf(['tag', 'latest'], ['layer', 'aa'], ['layer', 'bb']);
    expect(Number.isSafeInteger(value)).toBe(true);
    expect(fingerprintOf(['layer', 'bb'], ['tag', 'latest'], ['layer', 'aa']).value).toBe(value);
  });

  it.each([
    ['the name', ['layer', 'ab']],
    ['the place', ['revision', 'aa']],
    ['the length', ['layer', 'aa', { bytes: 72 }]],
    ['the inode', ['layer', 'aa', { inode: 43 }]],
    ['the time of its content', ['layer', 'aa', { modifiedAt: 1e15 + 1 }]],
    ['the time of its inode', ['layer', 'aa', { changedAt: 1e15 + 1 }]],
  ] as const)('differs where %s does', (_, file) => {
    expect(fingerprintOf([...file]).value).not.toBe(fingerprintOf(['layer', 'aa']).value);
  });

  it('tells from the tags alone that they are others', () => {
    const { value } = fingerprintOf(['tag', 'latest'], ['tag', 'v1'], ['layer', 'aa']);
    expect(fingerprintOf(['tag', 'v1'], ['tag', 'latest']).mayHaveTagsOf(value)).toBe(true);
    // One of 256 changes goes unseen here, and is seen by the whole.
    const others = [1, 2, 3, 4].map((inode) => fingerprintOf(['tag', 'latest', { inode }], ['tag', 'v1']));
    expect(others.some((each) => !each.mayHaveTagsOf(value))).toBe(true);
  });
});

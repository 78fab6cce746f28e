import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import type { Digest } from '../../src/registry/digest.ts';
import { readBlob } from '../../src/volume/read-blob.ts';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { digestOf, madeBytes, madeDigest } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

it('gives the bytes of a blob that are what its digest says', () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const bytes = madeBytes('a', 1000);
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const digest = volume.writeBlob(bytes, algorithm) as Digest;
    expect(readBlob(new VolumeFs({ root: volume.dir }), digest, 1000)).toEqual({ content: bytes });
  }
});

it('reads it from where it is kept, and believes the name that it has', () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const stored = volume.writeBlob('content') as Digest;
  const fs = new VolumeFs({ root: volume.dir });
  expect(readBlob(fs, digestOf('content', 'sha512') as Digest, 100, stored)).toHaveProperty('content');
  expect(readBlob(fs, digestOf('other', 'sha512') as Digest, 100, stored)).toHaveProperty('code', 'mismatch');
});

it('gives none that are not, and says why', () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const reader = new VolumeFs({ root: volume.dir });
  const [damaged, directory, large] = ['damaged', 'directory', 'large'].map(
    (name) => madeDigest(name) as Digest,
  );
  volume.writeFileAt(blobPath(damaged!), 'something else').makeDirectory(blobPath(directory!));
  volume.writeFileAt(blobPath(large!), madeBytes('large', 1001));
  expect(readBlob(reader, damaged!, 1000)).toEqual({ code: 'mismatch', detail: digestOf('something else') });
  expect(readBlob(reader, directory!, 1000)).toEqual({ code: 'unreadable', detail: 'directory' });
  expect(readBlob(reader, large!, 1000)).toEqual({ code: 'too-large' });
  expect(readBlob(reader, madeDigest('nothing') as Digest, 1000)).toEqual({ code: 'missing' });
});

it('reads what failed once again, and says what fails twice', () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const digest = volume.writeBlob('content') as Digest;
  const failing = (sticky: boolean) =>
    new VolumeFs({ root: volume.dir, hooks: { fault: { call: 1, code: 'EIO', sticky } } });
  expect(readBlob(failing(false), digest, 100)).toHaveProperty('content');
  expect(readBlob(failing(true), digest, 100)).toEqual({ code: 'unreadable', detail: 'EIO' });
  expect(fs.existsSync(volume.resolve(blobPath(digest)))).toBe(true);
});

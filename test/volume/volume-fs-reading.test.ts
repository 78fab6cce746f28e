import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const open = () => new VolumeFs({ root: dir() });
const write = (name: string, content: string) => fs.writeFileSync(path.join(dir(), name), content);

describe('VolumeFs.readWhole', () => {
  it.each([
    [0, 'all of an empty file'],
    [99, 'all of a file below the limit'],
    [100, 'all of a file of exactly the limit'],
  ])('reads %i bytes: %s', (length) => {
    write('data', 'x'.repeat(length));
    expect(open().readWhole('data', 100)?.content?.toString()).toBe('x'.repeat(length));
  });

  it('reads nothing of a longer file, and still says how long it is', () => {
    write('data', 'x'.repeat(101));
    expect(open().readWhole('data', 100)).toMatchObject({ stat: { bytes: 101 }, content: undefined });
  });

  it('says undefined where nothing is', () => {
    expect(open().readWhole('nothing', 100)).toBeUndefined();
  });
});

describe('VolumeFs.readLink', () => {
  it('reads a whole link with its stat', () => {
    write('link', `sha256:${'a'.repeat(64)}`);
    const link = open().readLink('link');
    expect(link?.content?.toString()).toBe(`sha256:${'a'.repeat(64)}`);
    expect(link?.stat).toMatchObject({ kind: 'file', bytes: 71 });
  });

  it('cuts what is longer than any link at 256 bytes', () => {
    write('link', 'x'.repeat(1000));
    expect(open().readLink('link')?.content?.length).toBe(256);
  });

  it('does not mistake the rest of the link before for its own', () => {
    write('long', 'x'.repeat(200));
    write('short', 'y');
    const volume = open();
    volume.readLink('long');
    expect(volume.readLink('short')?.content?.toString()).toBe('y');
  });

  it('follows a symlink to a link', () => {
    write('target', 'text');
    fs.symlinkSync('target', path.join(dir(), 'link'));
    expect(open().readLink('link')?.content?.toString()).toBe('text');
  });
});

describe('the fault of a test', () => {
  it('fails the n-th call and no other', () => {
    const volume = new VolumeFs({ root: dir(), hooks: { fault: { call: 2, code: 'EIO' } } });
    expect(volume.look('a')).toBeUndefined();
    expect(() => volume.look('b')).toThrow(expect.objectContaining({ code: 'EIO' }));
    expect(volume.look('c')).toBeUndefined();
    expect(volume.calls).toBe(3);
  });

  it('fails every call from the n-th on where it is sticky', () => {
    const volume = new VolumeFs({ root: dir(), hooks: { fault: { call: 2, code: 'EACCES', sticky: true } } });
    expect(volume.look('a')).toBeUndefined();
    for (const access of [() => volume.look('b'), () => volume.list(''), () => [...volume.entries('')]]) {
      expect(access).toThrow(expect.objectContaining({ code: 'EACCES' }));
    }
  });
});

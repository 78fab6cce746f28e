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
    for (const name of ['a', 'b', 'c']) write(name, '');
    expect(volume.look('a')).toBeDefined();
    expect(() => volume.look('b')).toThrow(expect.objectContaining({ code: 'EIO' }));
    expect(volume.look('c')).toBeDefined();
    expect(volume.calls).toBe(3);
  });

  it('fails every call from the n-th on where it is sticky', () => {
    const volume = new VolumeFs({ root: dir(), hooks: { fault: { call: 2, code: 'EACCES', sticky: true } } });
    write('a', '');
    expect(volume.look('a')).toBeDefined();
    for (const access of [
      () => volume.look('b'),
      () => volume.list(''),
      () => [...(volume.entries('') ?? [])],
    ]) {
      expect(access).toThrow(expect.objectContaining({ code: 'EACCES' }));
    }
  });

  it('fails every call on the path of the n-th where it is sticky for that', () => {
    const fault = { call: 2, code: 'EIO', sticky: 'path' } as const;
    const volume = new VolumeFs({ root: dir(), hooks: { fault } });
    for (const name of ['a', 'b']) write(name, '');
    expect(volume.look('a')).toBeDefined();
    for (let look = 0; look < 3; look++) expect(() => volume.look('b')).toThrow('EIO');
    expect(volume.look('a')).toBeDefined();
  });
});

describe('what is not there', () => {
  it.each(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ESTALE'] as const)(
    'is looked for twice: %s once hides nothing',
    (code) => {
      write('data', 'text');
      fs.symlinkSync('data', path.join(dir(), 'alias'));
      for (let call = 1; call < 8; call++) {
        const faulty = () => new VolumeFs({ root: dir(), hooks: { fault: { call, code } } });
        expect(faulty().look('data')).toMatchObject({ kind: 'file', bytes: 4 });
        expect(faulty().look('alias')).toMatchObject({ kind: 'file', symlink: 'inside' });
        expect(faulty().list('')).toHaveLength(2);
        expect([...(faulty().entries('') ?? [])]).toHaveLength(2);
      }
    },
  );

  it('is believed of a disk that says so again', () => {
    write('data', 'text');
    const fault = { call: 1, code: 'ENOENT', sticky: true } as const;
    expect(new VolumeFs({ root: dir(), hooks: { fault } }).look('data')).toBeUndefined();
  });
});

describe('a read that gives less than there is', () => {
  const faulty = (sticky: boolean) =>
    new VolumeFs({ root: dir(), hooks: { fault: { call: 1, code: 'short', sticky } } });
  const through = (volume: VolumeFs) => {
    const parts: string[] = [];
    volume.readThrough('data', (bytes) => parts.push(String(bytes)));
    return parts.join('');
  };

  it('is followed by another', () => {
    write('data', 'x'.repeat(200));
    expect(faulty(false).readLink('data')?.content).toBe('x'.repeat(200));
    expect(String(faulty(false).readWhole('data', 1000)?.content)).toBe('x'.repeat(200));
    expect(through(faulty(false))).toBe('x'.repeat(200));
  });

  it('is an error where no other gives the rest', () => {
    write('data', 'x'.repeat(200));
    expect(() => faulty(true).readLink('data')).toThrow(expect.objectContaining({ code: 'short-read' }));
    expect(() => faulty(true).readWhole('data', 1000)).toThrow('short-read');
    expect(() => through(faulty(true))).toThrow('short-read');
  });
});

import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const root = () => path.join(dir(), 'root');
const volume = (follow = true) => new VolumeFs({ root: root(), follow });

/** Every kind of symlink there is. */
const SYMLINKS = {
  'to-file': 'file',
  'to-directory': 'directory',
  'to-root': '.',
  'by-absolute-path': '', // filled in below
  'to-outside': '../outside/file',
  'to-outside-directory': '../outside',
  'to-sibling': '../root-backup',
  dangling: 'nothing',
  'dangling-outside': '/nowhere/at/all',
  loop: 'loop',
  'loop-of-two': 'other-half',
  'other-half': 'loop-of-two',
};

beforeEach(() => {
  for (const name of ['root/directory', 'outside', 'root-backup'])
    fs.mkdirSync(path.join(dir(), name), { recursive: true });
  fs.writeFileSync(path.join(root(), 'file'), 'inside');
  fs.writeFileSync(path.join(dir(), 'outside/file'), 'outside!');
  for (const [name, target] of Object.entries(SYMLINKS)) {
    fs.symlinkSync(target || path.join(root(), 'file'), path.join(root(), name));
  }
});

describe('a symlink, followed as the registry follows it', () => {
  it.each([
    ['to-file', 'file', 'inside'],
    ['to-directory', 'directory', 'inside'],
    ['to-root', 'directory', 'inside'],
    ['by-absolute-path', 'file', 'inside'],
    ['to-outside', 'file', 'outside'],
    ['to-outside-directory', 'directory', 'outside'],
    ['to-sibling', 'directory', 'outside'], // its path begins like the root's
    ['dangling', 'dangling', 'inside'],
    ['loop', 'loop', 'inside'],
    ['loop-of-two', 'loop', 'inside'],
  ])('%s is a %s, %s', (name, kind, symlink) => {
    expect(volume().look(name)).toMatchObject({ kind, symlink });
    expect(volume().list('')).toContainEqual({ name, kind, symlink });
  });

  it('has the length and the file of its target', () => {
    expect(volume().look('to-outside')).toMatchObject({ bytes: 'outside!'.length });
    expect(volume().look('to-file')?.inode).toBe(volume().look('file')?.inode);
    expect(volume().readWhole('to-outside', 100)?.content?.toString()).toBe('outside!');
  });

  it('that leads nowhere cannot be read, and is no error', () => {
    for (const name of ['dangling', 'dangling-outside', 'loop'])
      expect(volume().readLink(name)?.content, name).toBeUndefined();
  });
});

describe('a symlink that cannot lead anywhere', () => {
  it.each([
    ['below a file', 'file/below'],
    ['to a name that is too long', 'x'.repeat(300)],
  ])('%s dangles, and takes nothing beside it along', (_, target) => {
    fs.symlinkSync(target, path.join(root(), 'broken'));
    const entries = volume().list('') ?? [];
    expect(entries).toContainEqual({ name: 'broken', kind: 'dangling', symlink: 'inside' });
    expect(entries).toContainEqual({ name: 'file', kind: 'file' });
    expect(volume().readLink('broken')?.content).toBeUndefined();
  });
});

describe('with --no-follow', () => {
  it.each([
    ['to-file', 'file'],
    ['to-directory', 'directory'],
    ['to-outside', 'not-followed'],
    ['to-outside-directory', 'not-followed'],
    ['to-sibling', 'not-followed'],
  ])('%s is a %s', (name, kind) => {
    expect(volume(false).look(name)).toMatchObject({ kind });
    expect(volume(false).list('')).toContainEqual(expect.objectContaining({ name, kind }));
  });

  it('nothing outside is read', () => {
    expect(volume(false).readLink('to-outside')?.content).toBeUndefined();
    expect(volume(false).readWhole('to-outside', 100)?.content).toBeUndefined();
    expect(volume(false).readStart('to-outside')).toBeUndefined();
  });

  it('nothing below a symlink to the outside is read', () => {
    const below = 'to-outside-directory/file';
    expect(volume(false).readWhole(below, 100)?.content).toBeUndefined();
    expect(volume(false).list('to-outside-directory') ?? []).toEqual([]);
  });
});

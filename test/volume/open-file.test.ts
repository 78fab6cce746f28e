import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { OpenFile } from '../../src/volume/open-file.ts';
import { Disk } from '../../src/volume/threads/disk.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const root = () => path.join(dir(), 'root');
const volume = (options = {}) => new Disk({ root: root(), threads: 0, ...options });

beforeEach(() => {
  for (const name of ['root/directory', 'outside']) fs.mkdirSync(path.join(dir(), name), { recursive: true });
  fs.writeFileSync(path.join(root(), 'file'), 'inside');
  fs.writeFileSync(path.join(dir(), 'outside/file'), 'outside!');
  for (const [name, target] of Object.entries({
    'to-file': 'file',
    'to-outside': '../outside/file',
    'moved-away': '../outside',
    dangling: 'nothing',
    loop: 'loop',
  }))
    fs.symlinkSync(target, path.join(root(), name));
});

async function open(name: string, options = {}): Promise<OpenFile> {
  const opened = await volume(options).openFile(name);
  if (!(opened instanceof OpenFile)) throw new Error(`${name} was not opened`);
  return opened;
}

/** How many descriptors this process has on files below the directory of the test. */
function openHere(): number {
  return fs.readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith(dir());
    } catch {
      return false;
    }
  }).length;
}

describe('a file that is opened', () => {
  it('is read from any place, to its end', async () => {
    const file = await open('file');
    expect(file.stat).toMatchObject({ kind: 'file', bytes: 6 });
    expect(String(await file.read(2, 3))).toBe('sid');
    expect(String(await file.read(4, 100))).toBe('de');
    expect(await file.read(6, 1)).toHaveLength(0);
    await file.close();
  });

  it('stays the file that it was', async () => {
    const file = await open('file');
    fs.rmSync(path.join(root(), 'file'));
    fs.writeFileSync(path.join(root(), 'file'), 'another');
    expect(String(await file.read(0, 10))).toBe('inside');
    await file.close();
  });

  it('is closed once, after the read that is going on, and read no more', async () => {
    const file = await open('file');
    const reading = file.read(0, 6);
    await Promise.all([file.close(), file.close()]);
    expect(openHere()).toBe(0);
    expect(String(await reading)).toBe('inside');
    await expect(file.read(0, 1)).rejects.toThrow('The file was closed.');
  });

  it('fails where the disk does', async () => {
    const file = await open('file', { hooks: { fault: { call: 3, code: 'EIO' } } });
    await expect(file.read(0, 1)).rejects.toMatchObject({ code: 'EIO' });
    await file.close();
  });
});

describe('what is behind a symlink', () => {
  it('is opened inside the volume, and outside only where a directory is elsewhere', async () => {
    for (const [name, content] of [
      ['to-file', 'inside'],
      ['moved-away/file', 'outside!'],
    ] as const) {
      const file = await open(name);
      expect(String(await file.read(0, 10))).toBe(content);
      await file.close();
    }
  });

  it.each([
    ['to-outside', { kind: 'file', symlink: 'outside' }],
    ['dangling', { kind: 'dangling' }],
    ['loop', { kind: 'loop' }],
  ])('is told and not opened: %s', async (name, stat) => {
    expect(await volume().openFile(name)).toMatchObject(stat);
    expect(openHere()).toBe(0);
  });
});

describe('what is no file', () => {
  it('is told and not opened', async () => {
    expect(await volume().openFile('directory')).toMatchObject({ kind: 'directory' });
    expect(await volume().openFile('nothing')).toBeUndefined();
    expect(await volume().openFile('file/below')).toBeUndefined();
    expect(await volume({ follow: false }).openFile('moved-away/file')).toBeUndefined();
    expect(openHere()).toBe(0);
  });
});

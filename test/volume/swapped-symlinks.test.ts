import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { cases } from '../support/random-cases.ts';
import { whileSwapping } from '../support/swapper.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const root = () => path.join(dir(), 'root');
const OPENINGS = cases({ few: 10_000, many: 20_000 });

beforeEach(() => {
  for (const name of ['root/directory', 'outside']) fs.mkdirSync(path.join(dir(), name), { recursive: true });
  fs.writeFileSync(path.join(root(), 'file'), 'inside');
  fs.writeFileSync(path.join(root(), 'directory/file'), 'inside');
  fs.writeFileSync(path.join(dir(), 'outside/file'), 'secret');
  fs.symlinkSync('directory/file', path.join(root(), 'to-file'));
  fs.symlinkSync('../outside/file', path.join(dir(), 'to-secret'));
  fs.symlinkSync('../outside', path.join(dir(), 'to-outside'));
});

/** What was read of a name, over and over, and how often. */
function readOften(name: string): Map<string, number> {
  const found = new Map<string, number>();
  const volume = new VolumeFs({ root: root() });
  for (let opened = 0; opened < OPENINGS; opened++) {
    const file = openUnlessSwapped(volume, name);
    const isOpen = file !== undefined && 'fd' in file;
    const content = isOpen ? String(volume.readFile(file, 0, 10)) : (file?.symlink ?? 'nothing');
    if (isOpen) volume.closeFile(file);
    found.set(content, (found.get(content) ?? 0) + 1);
  }
  return found;
}

/** A symlink when it was opened, and a file when it was looked at after that: an error, which is no byte of a file. */
function openUnlessSwapped(volume: VolumeFs, name: string) {
  try {
    return volume.openFile(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return undefined;
    throw error;
  }
}

describe('between looking at a path and opening it, what it leads to is swapped, and nothing outside is opened:', () => {
  it.each([
    ['the file, for a symlink that leads outside', 'file', 'file', 'to-secret'],
    ['the symlink, for one that leads outside', 'to-file', 'to-file', 'to-secret'],
    ['the directory that a symlink leads to, for one outside', 'to-file', 'directory', 'to-outside'],
  ])('%s', async (_, opened, place, other) => {
    let found = new Map<string, number>();
    const swaps = await whileSwapping(
      { place: path.join(root(), place), other: path.join(dir(), other) },
      () => {
        found = readOften(opened);
      },
    );
    expect(found.get('inside')).toBeGreaterThan(100);
    // Both were met, so that it was swapped while it was read.
    expect(found.get('outside') ?? 0).toBeGreaterThan(0);
    expect(swaps).toBeGreaterThan(100);
    expect(found.get('secret')).toBeUndefined();
  });
});

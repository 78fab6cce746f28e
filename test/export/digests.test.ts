import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { digestLines, digestNotes } from '../../src/export/digests.ts';
import type { ExportOptions } from '../../src/export/export-options.ts';
import { findOrphans, type Inventory, UsageError } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { currentLinkPath, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const OLD = '2026-01-05T08:00:00Z';
let volume: VolumeBuilder;

// A tagged image, an untagged one that shares a layer with it, three blobs of nobody, one of them named by its sha512.
beforeEach(() => {
  volume = aVolume(join(dir(), 'volume')).at(OLD);
  volume
    .repository('team/app')
    .image({ layers: ['base', 'one'], tag: '1' })
    .image({ layers: ['base', 'two'] });
  volume.orphan('nobody');
  volume.orphan('no one');
  volume.writeBlob('kept by its sha512', 'sha512');
});

async function withInventory<Result>(use: (inventory: Inventory) => Result): Promise<Result> {
  const inventory = await inventoryOf(volume.dir);
  try {
    return use(inventory);
  } finally {
    inventory.close();
  }
}

const textOf = (options: ExportOptions) =>
  withInventory((inventory) => [...digestLines(inventory, options)].join(''));
const notesOf = (options: ExportOptions) => withInventory((inventory) => digestNotes(inventory, options));
const linesOf = async (options: ExportOptions) => (await textOf(options)).split('\n').slice(0, -1);

function sorted(text: string): boolean {
  try {
    execFileSync('sort', ['-c', '-u'], { input: text, env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe('digests, one a line', () => {
  it('are those of all blobs, in the order that sort and comm want', async () => {
    const text = await textOf({});
    expect(sorted(text)).toBe(true);
    expect(text).toMatch(/^sha256:[0-9a-f]{64}\n(sha256:[0-9a-f]{64}\n)+sha512:[0-9a-f]{128}\n$/);
    const bare = await textOf({ isBare: true });
    expect(sorted(bare)).toBe(true);
    expect(bare.split('\n').sort()).toEqual(
      text
        .replaceAll(/^sha\d+:/gm, '')
        .split('\n')
        .sort(),
    );
  });

  it('are of the states that were asked for, which together are all', async () => {
    const all = await linesOf({});
    const tagged = await linesOf({ states: ['tagged'] });
    const untagged = await linesOf({ states: ['untagged'] });
    const unreferenced = await linesOf({ states: ['unreferenced'] });
    expect([tagged.length, untagged.length, unreferenced.length]).toEqual([4, 3, 3]);
    expect([...tagged, ...untagged, ...unreferenced].sort()).toEqual(all);
    expect(await linesOf({ states: ['unreferenced', 'untagged'] })).toEqual(
      [...untagged, ...unreferenced].sort(),
    );
  });

  it('are what orphans lists', async () => {
    const orphans = await withInventory((inventory) => findOrphans(inventory));
    expect(await linesOf({ states: ['unreferenced'] })).toEqual(orphans.blobs.map(({ digest }) => digest));
    const untagged = await withInventory((inventory) => findOrphans(inventory, { untagged: true }));
    expect(await linesOf({ states: ['untagged', 'unreferenced'] })).toEqual(
      untagged.blobs.map(({ digest }) => digest),
    );
  });

  it('are what comm takes: what is left of all without the referenced is what nothing refers to', async () => {
    const files = [join(dir(), 'all.txt'), join(dir(), 'referenced.txt')] as const;
    writeFileSync(files[0], await textOf({}));
    writeFileSync(files[1], await textOf({ states: ['tagged', 'untagged'] }));
    const left = execFileSync('comm', ['--check-order', '-23', ...files], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    expect(String(left)).toBe(await textOf({ states: ['unreferenced'] }));
  });
});

describe('young blobs', () => {
  beforeEach(() => {
    volume.at(new Date()).orphan('being pushed');
    volume.repository('team/app').image({ layers: ['base', 'being pushed as well'] });
  });

  it('are left out of lists of what might go, and said to be', async () => {
    expect(await linesOf({ states: ['unreferenced'] })).toHaveLength(3);
    expect(await linesOf({ states: ['unreferenced'], minAgeMs: 0 })).toHaveLength(4);
    expect(await linesOf({ states: ['unreferenced', 'untagged'] })).toHaveLength(6);
    expect(await notesOf({ states: ['unreferenced'] })).toEqual([
      'Young blobs left out, which are perhaps a push in flight: 1.',
      'Not a list of what is safe to delete: a running registry may use any of these again.',
    ]);
  });

  it('are in lists of what stays', async () => {
    expect(await linesOf({})).toHaveLength(14);
    expect(await linesOf({ states: ['tagged', 'untagged'] })).toHaveLength(10);
    expect(await notesOf({})).toEqual([]);
  });
});

describe('where the state of blobs is undetermined', () => {
  it('no list by state is made, but one of all', async () => {
    volume.remove(REPOSITORIES);
    await expect(linesOf({ states: ['unreferenced'] })).rejects.toThrow(
      /^Which blobs are unreferenced is undetermined, and a list of digests has no place to say so: Is the disk of .*\? It .*\. stowage orphans says what is known\.$/,
    );
    await expect(linesOf({ states: ['tagged'] })).rejects.toThrow(UsageError);
    expect(await linesOf({})).toHaveLength(10);
    expect(await linesOf({ states: ['tagged', 'untagged', 'unreferenced'] })).toHaveLength(10);
  });

  it('lists are made that do not hang on what is undetermined', async () => {
    volume.writeLink(currentLinkPath('team/app', 'broken'), '');
    await expect(linesOf({ states: ['untagged'] })).rejects.toThrow(/^Which blobs are untagged is/);
    await expect(linesOf({ states: ['unreferenced', 'untagged'] })).rejects.toThrow(/ and untagged is/);
    expect(await linesOf({ states: ['unreferenced'] })).toHaveLength(3);
    expect(await linesOf({ states: ['tagged', 'untagged'] })).toHaveLength(7);
  });
});

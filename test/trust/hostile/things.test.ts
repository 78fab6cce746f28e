import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, findOrphans, type Inventory, predictCollection, UsageError } from '../../../src/index.ts';
import { madeDigest } from '../../support/made-bytes.ts';
import { problemsOf } from '../../support/problems-of.ts';
import { recordedInventoryOf } from '../../support/recorded-history.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { BLOBS, blobPath, REPOSITORIES } from '../../support/volume-paths.ts';

const dir = temporaryDirectory();

/** Beyond that a thing is a hang: all of them take less than a second. */
const TIME_LIMIT = 60_000;
const FOUR_MIB = 4 * 1024 * 1024;

function volumeWithImage(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume')).at('2025-01-01T00:00:00Z');
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  return volume;
}

/** Asks every question that can be asked without more; answers may refuse, and nothing else. */
async function askAll(inventory: Inventory): Promise<void> {
  const questions = [
    'scan',
    'report',
    'usage',
    'orphans',
    'gc',
    'plan',
    'check',
    'ls',
    'leftovers',
    'duplicates',
  ] as const;
  for (const name of questions) {
    const options = name === 'plan' ? { keepLast: 1 } : {};
    try {
      JSON.stringify(
        await (ask[name] as (of: Inventory, options: object) => Promise<unknown>)(inventory, options),
      );
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
}

/** What a manifest says besides: the image above stays whole, and its layers in use. */
const image = (rest: string) =>
  `{"schemaVersion":2,"config":{"digest":"${madeDigest('config')}","size":2},"layers":[]${rest}}`;

const DOCUMENTS: Record<string, string> = {
  'nested as deep as 4 MiB allow': `{"a":${'['.repeat(FOUR_MIB / 2 - 10)}${']'.repeat(FOUR_MIB / 2 - 10)}}`,
  'with as many keys as 4 MiB allow': image(
    `,"a":{${Array.from({ length: 300_000 }, (_, n) => `"${n}":1`).join()}}`,
  ),
  'with as many layers as 4 MiB allow': image('').replace(
    '[]',
    `[${Array.from({ length: 40_000 }, (_, n) => `{"digest":"sha256:${String(n).padStart(64, '0')}","size":1}`).join()}]`,
  ),
  'with keys that every object has': image(
    ',"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"toString":1',
  ),
  'with labels that every object has': image(
    ',"annotations":{"__proto__":"x","constructor":"y","hasOwnProperty":"z"}',
  ),
  'with sizes beyond 2^53': image('').replace('"size":2', '"size":9223372036854775807'),
  'with sizes beyond any number': image('').replace('"size":2', '"size":1e400'),
  'with sizes below none': image('').replace('"size":2', '"size":-1'),
  'with sizes that are no whole number': image('').replace('"size":2', '"size":1.5'),
  'with keys twice and in other case': image(',"LAYERS":[],"Layers":null,"schemaversion":2'),
  'of a single zero byte': '\0',
  'of two documents': `${image('')}${image('')}`,
};

describe('what stands in place of what belongs there', { timeout: TIME_LIMIT }, () => {
  it.each(Object.entries(DOCUMENTS))('a manifest %s hides nothing of the rest', async (_, text) => {
    const volume = volumeWithImage();
    volume.repository('hostile').manifest(text, { tag: 'x' });
    const before = process.memoryUsage().rss;
    const inventory = await recordedInventoryOf(volume.dir);
    await askAll(inventory);
    const { blobs, undetermined } = findOrphans(inventory, { minAgeMs: 0 });
    const used = new Set([volume.repository('team/api').digest]);
    expect(undetermined || blobs.every(({ digest }) => !used.has(digest))).toBe(true);
    expect(({} as { x?: number }).x).toBeUndefined();
    inventory.close();
    // 4 MiB of JSON are 110 MB of objects.
    expect(process.memoryUsage().rss - before).toBeLessThan(600e6);
  });

  it.each([
    ['a FIFO', (file: string) => execFileSync('mkfifo', [file])],
    ['a device', (file: string) => execFileSync('mknod', [file, 'c', '1', '5'])],
    ['a symlink to a device that never ends', (file: string) => fs.symlinkSync('/dev/zero', file)],
    ['a socket', (file: string) => listen(file)],
    ['a symlink to itself', (file: string) => fs.symlinkSync(path.basename(file), file)],
    ['a directory', (file: string) => fs.mkdirSync(file)],
    ['a file of 8 EiB less one, without a block', (file: string) => sparse(file)],
  ])('%s, for each kind of file in turn', async (_, make) => {
    const app = volumeWithImage();
    const files = fs
      .readdirSync(app.dir, { recursive: true, encoding: 'utf8' })
      .filter((file) => fs.lstatSync(app.resolve(file)).isFile());
    expect(files.length).toBeGreaterThan(7);
    for (const file of files) {
      const kept = path.join(dir(), 'kept');
      fs.renameSync(app.resolve(file), kept);
      make(app.resolve(file));
      const inventory = await recordedInventoryOf(app.dir, { readEveryLink: true });
      await askAll(inventory);
      for (const family of ['2.7-2.8', '3.x'] as const)
        predictCollection(inventory, { registry: family, family });
      expect(problemsOf(inventory).length + (file.includes('/blobs/') ? 1 : 0), file).toBeGreaterThan(0);
      inventory.close();
      fs.rmSync(app.resolve(file), { recursive: true });
      fs.renameSync(kept, app.resolve(file));
    }
  });

  it('a repository deeper than any path hides references, and is named', async () => {
    const volume = volumeWithImage();
    const name = 'd'.repeat(250);
    // No shell goes deeper than it can name the way.
    const deeper = `import os
for _ in range(20):
  os.mkdir('${name}')
  os.chdir('${name}')
os.mkdir('_manifests')`;
    execFileSync('python3', ['-c', deeper], { cwd: volume.resolve(REPOSITORIES) });
    try {
      const inventory = await recordedInventoryOf(volume.dir);
      expect(inventory.scan.is_complete).toBe(0);
      expect(findOrphans(inventory, { minAgeMs: 0 }).undetermined).toBe(true);
      expect(problemsOf(inventory).filter((problem) => /^unreadable .*d{250} !$/.test(problem))).toHaveLength(
        1,
      );
      inventory.close();
    } finally {
      execFileSync('rm', ['-rf', volume.resolve(`${REPOSITORIES}/${name}`)]);
    }
  });

  it('blobs that share one file, and those that take no room, are counted as what they are', async () => {
    const volume = volumeWithImage();
    const orphan = volume.orphan('orphan', 5000);
    for (const name of ['a', 'b']) volume.hardLink(blobPath(madeDigest(name)), blobPath(orphan));
    volume.writeSparseBlob('sparse', 2 ** 40);
    const inventory = await recordedInventoryOf(volume.dir);
    const { totals } = await ask.orphans(inventory, { minAgeMs: 0 });
    expect(totals.blobs).toBe(4);
    expect(totals.bytes).toBeGreaterThanOrEqual(2 ** 40 + 5000);
    expect(problemsOf(inventory).filter((problem) => problem.includes(BLOBS))).toEqual([]);
    inventory.close();
  });
});

/** A path of a socket may have 107 bytes. */
function listen(file: string): void {
  const bind = 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])';
  execFileSync('python3', ['-c', bind, path.basename(file)], { cwd: path.dirname(file) });
}

function sparse(file: string): void {
  fs.writeFileSync(file, '');
  try {
    fs.truncateSync(file, Number.MAX_SAFE_INTEGER);
  } catch {
    // As large as this file system lets a file be.
    fs.truncateSync(file, 2 ** 43);
  }
}

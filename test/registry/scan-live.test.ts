import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { type Filled, fillRegistry } from './fill-registry.ts';
import { image, layer } from './images.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask, type OrphansAnswer, type ScanAnswer, stowage, type UsageAnswer } from './stowage.ts';
import { fingerprint, totalFiles } from './volume-files.ts';

describeLive('a scan of what skopeo and a real registry wrote', () => {
  let registry: LiveRegistry;
  let filled: Filled;
  let db: string;
  let scan: ScanAnswer;

  beforeAll(async () => {
    registry = await LiveRegistry.start();
    filled = await fillRegistry(registry);
    db = join(registry.work, 'stowage.db');
    scan = await ask<ScanAnswer>('scan', registry.root, '--db', db, '--settle', '0s');
  });
  afterAll(() => registry?.remove());

  const usage = (): Promise<UsageAnswer> => ask<UsageAnswer>('usage', '--db', db);
  const orphans = (): Promise<OrphansAnswer> => ask<OrphansAnswer>('orphans', '--min-age', '0s', '--db', db);

  it('reads all of it and finds nothing wrong', () => {
    expect(scan).toMatchObject({ complete: true, problems: 0 });
  });

  it('finds the repositories of the live catalog', async () => {
    const catalog = (await registry.client.repositories()).sort();
    expect(catalog).toHaveLength(9);
    const { repositories } = await ask<{ repositories: string[] }>('ls', '--db', db);
    expect(repositories).toEqual(catalog);
    expect(scan.repositories).toBe(catalog.length);
  });

  it('finds the tags that the registry lists', async () => {
    const counts = new Map((await usage()).repositories.map(({ name, tags }) => [name, tags]));
    const denied: string[] = [];
    let all = 0;
    for (const name of await registry.client.repositories()) {
      const listed = (await registry.client.tags(name))?.sort();
      expect(counts.get(name), name).toBe(listed?.length ?? 0);
      if (listed === undefined) {
        denied.push(name);
        expect(await stowage('ls', name, '--db', db), name).toMatchObject({ exitCode: 2, stdout: '' });
        continue;
      }
      const { tags } = await ask<{ tags: string[] }>('ls', name, '--db', db);
      expect(tags, name).toEqual(listed);
      all += listed.length;
    }
    expect(denied).toEqual(['parts/layers-only']);
    expect(scan.tags).toBe(all);
  });

  it('calls unreferenced what the registry would collect', async () => {
    const collected = await registry.garbageCollect({ dryRun: true });
    const found = await orphans();
    const digests = found.blobs.filter(({ state }) => state === 'unreferenced').map(({ digest }) => digest);
    expect(collected.blobs.length).toBeGreaterThan(0);
    expect(digests).toEqual(collected.blobs);
    expect(found.undetermined).toBe(false);
    expect(found.totals.bytes).toBe((await usage()).totals.unreferencedBytes);
  });

  it('tells where the unreferenced layers came from', async () => {
    const { blobs } = await orphans();
    const from = new Map(blobs.map(({ digest, linkedFrom }) => [digest, linkedFrom]));
    expect(from.get(filled.unnamed.digest)).toEqual([filled.unnamed.repository]);
    const [manifest, ...references] = filled.deleted.digests;
    expect(from.has(manifest!)).toBe(true);
    for (const digest of references) expect(from.get(digest), digest).toEqual([filled.deleted.repository]);
  });

  it('accounts for every byte on the disk', async () => {
    const files = await totalFiles(registry.root);
    const { totals, repositories } = await usage();
    const { blobs, blobBytes, uploadBytes, otherBytes, volumeBytes } = files;
    expect(totals).toMatchObject({ blobs, blobBytes, uploadBytes, otherBytes, volumeBytes });
    expect(totals.taggedBytes + totals.untaggedBytes + totals.unreferencedBytes).toBe(blobBytes);
    expect(totals.taggedBytes).toBeGreaterThan(0);
    expect(totals.untaggedBytes).toBeGreaterThan(0);
    const shares = repositories.reduce((sum, { fairShareBytes }) => sum + fairShareBytes, 0);
    expect(shares + totals.unreferencedBytes).toBeCloseTo(blobBytes, 3);
    expect(scan).toMatchObject({ blobs, blobBytes });
  });

  it('finds the upload that was left half way', async () => {
    expect(scan.uploads).toBe(1);
    expect((await totalFiles(registry.root)).uploads).toBe(1);
    const { totals, repositories } = await usage();
    expect(totals.uploadBytes).toBeGreaterThan(filled.abandoned.bytes);
    const holders = repositories.filter(({ uploadBytes }) => uploadBytes > 0);
    expect(holders).toMatchObject([{ name: filled.abandoned.repository, uploadBytes: totals.uploadBytes }]);
  });

  it('reports in prose, with the repository that holds most', async () => {
    const { exitCode, stdout } = await stowage('report', '--db', db);
    const largest = (await usage()).repositories.reduce((most, one) => (one.bytes > most.bytes ? one : most));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(largest.name);
  });

  it('changes nothing, neither the first time nor when it starts from what it knows', async () => {
    const before = await fingerprint(registry.root);
    const other = join(registry.work, 'other.db');
    for (const command of ['scan', 'scan', 'report']) {
      const { exitCode, stderr } = await stowage(command, registry.root, '--db', other);
      expect(exitCode, stderr).toBe(0);
    }
    expect(await fingerprint(registry.root)).toEqual(before);
  });

  it('says how much a collection frees once a repository is gone', async () => {
    const { repositories } = await usage();
    const nested = (name: string): boolean => repositories.some((one) => one.name.startsWith(`${name}/`));
    const before = new Set((await registry.garbageCollect({ dryRun: true })).blobs);
    for (const { name, uniqueBytes } of repositories.filter((one) => !nested(one.name))) {
      const directory = join(registry.root, 'docker/registry/v2/repositories', name);
      const aside = join(registry.work, 'aside');
      await rename(directory, aside);
      const { blobs } = await registry.garbageCollect({ dryRun: true });
      await rename(aside, directory);
      const freed = blobs.filter((digest) => !before.has(digest));
      expect(await bytesOf(registry.root, freed), name).toBe(uniqueBytes);
    }
  });
});

describeLive('a registry nobody has pushed to', () => {
  it('is no volume until the first push makes it one', async () => {
    const registry = await LiveRegistry.start();
    try {
      const scan = ['scan', registry.root, '--db', join(registry.work, 'stowage.db'), '--settle', '0s'];
      expect((await stowage(...scan)).exitCode).toBe(10);
      await registry.client.pushImage('first', image([layer('first', 1_000)]), 'v1');
      expect((await stowage(...scan)).exitCode).toBe(0);
    } finally {
      await registry.remove();
    }
  });
});

async function bytesOf(root: string, digests: string[]): Promise<number> {
  let bytes = 0;
  for (const digest of digests) {
    const [algorithm, hex] = digest.split(':') as [string, string];
    const data = join(root, 'docker/registry/v2/blobs', algorithm, hex.slice(0, 2), hex, 'data');
    bytes += (await stat(data)).size;
  }
  return bytes;
}

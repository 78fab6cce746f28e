import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { fillRegistry } from './fill-registry.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask } from './stowage.ts';
import { filesIn, totalFiles } from './volume-files.ts';

interface Deletion {
  repository: string;
  digest: string;
  tags: string[];
  reason: string;
}

interface WhereAnswer {
  digest: string;
  bytes: number;
  state: string;
  toFree: { families: string[]; by: string; delete: Deletion[]; frees: { blobs: number; bytes: number } }[];
}

describeLive('what stowage says that frees a blob', () => {
  let registry: LiveRegistry;
  let answers: WhereAnswer[];
  /** What a collection takes and leaves when nothing is deleted before. */
  let garbage: string[];
  let left: number;
  const db = () => join(registry.work, 'stowage.db');
  const saved = () => join(registry.work, 'saved');

  beforeAll(async () => {
    registry = await LiveRegistry.start();
    await fillRegistry(registry);
    await registry.stop();
    await cp(registry.root, saved(), { recursive: true, preserveTimestamps: true });
    await ask('scan', registry.root, '--db', db(), '--settle', '0s');
    answers = [];
    for (const digest of blobsIn(registry.root)) answers.push(await ask('where', digest, '--db', db()));
    garbage = await carryOut([]);
    left = (await totalFiles(registry.root)).blobBytes;
  });
  afterAll(() => registry?.remove());

  /** Deletes what it says from the registry as it was filled, and runs the registry's own collector. */
  async function carryOut(calls: readonly Deletion[]): Promise<string[]> {
    await registry.stop();
    await rm(registry.root, { recursive: true });
    await cp(saved(), registry.root, { recursive: true, preserveTimestamps: true });
    await registry.restart();
    for (const { repository, digest } of calls) await registry.client.deleteManifest(repository, digest);
    return (await registry.garbageCollect()).blobs;
  }

  it('is a collection alone for what the collector takes by itself, and nothing else', () => {
    const alone = answers.filter(({ toFree }) => toFree[0]?.by === 'collection').map(({ digest }) => digest);
    expect(garbage.length).toBeGreaterThan(2);
    expect(alone.sort()).toEqual(garbage);
    expect(answers.every(({ toFree }) => toFree.length === 1)).toBe(true);
  });

  it('does on a real one, to the byte', async () => {
    const calls = new Map<string, WhereAnswer[]>();
    for (const answer of answers.filter(({ toFree }) => toFree[0]?.by === 'deletion')) {
      const key = JSON.stringify(answer.toFree);
      calls.set(key, [...(calls.get(key) ?? []), answer]);
    }
    expect(calls.size).toBeGreaterThan(8);
    for (const freed of calls.values()) {
      const [{ toFree }] = freed as [WhereAnswer];
      const [{ delete: deletions, frees }] = toFree as [WhereAnswer['toFree'][number]];
      const gone = await carryOut(deletions);
      expect(gone).toEqual(expect.arrayContaining(freed.map(({ digest }) => digest)));
      expect(gone.length - garbage.length).toBe(frees.blobs);
      expect(left - (await totalFiles(registry.root)).blobBytes).toBe(frees.bytes);
    }
  });

  it('can spare none of what holds a blob that many have', async () => {
    const deletionsOf = ({ toFree }: WhereAnswer) => toFree[0]?.delete ?? [];
    const holdingOf = (answer: WhereAnswer) => deletionsOf(answer).filter(({ reason }) => reason === 'holds');
    const [shared] = answers.sort((a, b) => holdingOf(b).length - holdingOf(a).length) as [WhereAnswer];
    const holding = holdingOf(shared);
    expect(holding.length).toBeGreaterThan(4);
    for (const spared of holding) {
      const gone = await carryOut(deletionsOf(shared).filter((each) => each !== spared));
      expect(gone, spared.digest).not.toContain(shared.digest);
    }
  });
});

/** The digests of all blobs of a volume. */
function blobsIn(root: string): string[] {
  return filesIn(root).flatMap((file) => {
    const [, hex] = /blobs\/sha256\/[0-9a-f]{2}\/([0-9a-f]{64})\/data$/.exec(file) ?? [];
    return hex === undefined ? [] : [`sha256:${hex}`];
  });
}

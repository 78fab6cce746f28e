import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { pushUntil, type Traffic } from './busy-pushes.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask, type OrphansAnswer, type ScanAnswer, stowage, type UsageAnswer } from './stowage.ts';

const BUSY_MS = 20_000;

describeLive('a scan while clients push', () => {
  let registry: LiveRegistry;

  beforeEach(async () => {
    registry = await LiveRegistry.start();
  });
  afterEach(() => registry?.remove());

  it.each<[string, Traffic]>([
    ['new images and moved tags', { deletes: false }],
    ['new images, moved tags and deleted manifests', { deletes: true }],
  ])('takes %s for no damage and no old garbage', async (_, traffic) => {
    const { client, root, work } = registry;
    const kept = join(work, 'kept.db');
    const stop = new AbortController();
    // The first images, so that there is a volume.
    await pushUntil(client, AbortSignal.timeout(500), traffic);
    const pushing = pushUntil(client, stop.signal, traffic);
    // A push that fails ends the scans at once; its error is thrown where it is awaited below.
    pushing.catch(() => stop.abort());
    const scans: string[] = [];
    try {
      for (const end = Date.now() + BUSY_MS; Date.now() < end && !stop.signal.aborted; ) {
        // Every other scan starts from what the one before it knew.
        const db = scans.length % 2 === 0 ? kept : join(work, `fresh-${scans.length}.db`);
        scans.push(db);
        const { exitCode, stdout, stderr } = await stowage('scan', root, '--db', db, '--json');
        expect(exitCode, stderr).toBe(0);
        const { problems, complete } = JSON.parse(stdout) as ScanAnswer;
        const damage = problems > 0 ? (await stowage('report', '--json', '--db', db)).stdout : '';
        expect({ problems, complete }, damage).toEqual({ problems: 0, complete: true });
        const orphans = await ask<OrphansAnswer>('orphans', '--db', db);
        expect(orphans).toMatchObject({ undetermined: false, totals: { blobs: 0, bytes: 0 } });
        expect(orphans.blobs.filter(({ young }) => !young)).toEqual([]);
      }
    } finally {
      stop.abort();
      await pushing.catch(() => 0);
    }
    const pushed = await pushing;
    console.log(`${scans.length} scans while ${pushed} images were pushed`);
    expect(scans.length).toBeGreaterThan(2);
    expect(pushed).toBeGreaterThan(20);

    // With the pushes over, both kinds of scan and the registry have to agree.
    const fresh = join(work, 'last.db');
    const answers: unknown[] = [];
    for (const db of [kept, fresh]) {
      await ask<ScanAnswer>('scan', root, '--db', db, '--settle', '0s');
      const { totals, repositories } = await ask<UsageAnswer>('usage', '--db', db);
      const { blobs } = await ask<OrphansAnswer>('orphans', '--min-age', '0s', '--db', db);
      answers.push({ totals, repositories, blobs });
      const unreferenced = blobs.filter(({ state }) => state === 'unreferenced').map(({ digest }) => digest);
      expect(unreferenced).toEqual((await registry.garbageCollect({ dryRun: true })).blobs);
      expect(repositories.map(({ name }) => name)).toEqual((await client.repositories()).sort());
    }
    expect(answers[0]).toEqual(answers[1]);
  });
});

import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { fillRegistry } from './fill-registry.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask, type OrphansAnswer } from './stowage.ts';
import { totalFiles } from './volume-files.ts';

interface GcAnswer {
  aborts: null | { reason: string };
  marked: number;
  blobs: string[];
  bytes: number;
  manifests: { repository: string; digest: string }[];
}

describeLive('what stowage says a collection would do', () => {
  let registry: LiveRegistry;

  beforeEach(async () => {
    registry = await LiveRegistry.start();
    await fillRegistry(registry);
  });
  afterEach(() => registry?.remove());

  it.each([false, true])(
    'is what the real one then does, with --delete-untagged %s',
    async (deleteUntagged) => {
      const db = join(registry.work, 'stowage.db');
      const scan = (): Promise<unknown> => ask('scan', registry.root, '--db', db, '--settle', '0s');
      await scan();
      const flags = deleteUntagged ? ['--delete-untagged'] : [];
      const predicted = await ask<GcAnswer>('gc', '--registry', '2.8.2', ...flags, '--db', db);
      const { blobBytes } = await totalFiles(registry.root);
      const said = await registry.garbageCollect({ dryRun: true, deleteUntagged });
      const done = await registry.garbageCollect({ deleteUntagged });

      expect(said).toEqual(done);
      expect(predicted.aborts).toBeNull();
      expect(predicted.marked).toBe(done.marked);
      expect([...predicted.blobs].sort()).toEqual(done.blobs);
      const scheduled = predicted.manifests.map(({ repository, digest }) => ({ repository, digest }));
      expect(sorted(scheduled)).toEqual(sorted(done.manifests));
      expect(predicted.bytes).toBe(blobBytes - (await totalFiles(registry.root)).blobBytes);

      // A collection leaves nothing for a second one, and an inventory taken before it does not hide that.
      await scan();
      const { blobs } = await ask<OrphansAnswer>('orphans', '--min-age', '0s', '--db', db);
      const { blobs: left } = await registry.garbageCollect({ dryRun: true });
      expect(blobs.map(({ digest }) => digest)).toEqual(left);
    },
  );
});

function sorted<Item>(items: Item[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

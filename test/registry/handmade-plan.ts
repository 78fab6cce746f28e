import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deletion, Kept, Plan } from '../../src/plan/plan.ts';
import { currentLinkPath, REPOSITORIES } from '../support/volume-paths.ts';

/** A plan that deletes just these images, in this order, as if the volume had been scanned now. */
export function planToDelete(volume: string, images: readonly [repository: string, digest: string][]): Plan {
  const tags = tagsOf(volume);
  const none = { blobs: 0, bytes: 0 };
  return {
    registry: '2.8.2',
    family: '2.7-2.8',
    scannedAt: new Date().toISOString(),
    undetermined: false,
    aborts: null,
    warnings: [],
    keep: tags.filter(
      (tag) => !images.some(([repository, digest]) => repository === tag.repository && digest === tag.digest),
    ),
    delete: images.map(
      ([repository, digest]): Deletion => ({
        repository,
        digest,
        tags: tags.flatMap((tag) =>
          tag.repository === repository && tag.digest === digest ? [tag.tag ?? ''] : [],
        ),
        reasons: ['selected'],
      }),
    ),
    stays: [],
    freed: none,
    garbageAlready: none,
    together: none,
    byRepository: [],
    emptied: [],
    casualties: [],
    collectionCasualties: [],
  };
}

function tagsOf(volume: string): Kept[] {
  const names = readdirSync(join(volume, REPOSITORIES), { recursive: true, encoding: 'utf8' });
  return names.flatMap((name) => {
    const [, repository, tag] = /^(.+)\/_manifests\/tags\/([^/]+)$/.exec(name) ?? [];
    if (repository === undefined || tag === undefined) return [];
    const digest = readFileSync(join(volume, currentLinkPath(repository, tag)), 'utf8');
    return [{ repository, tag, digest, reasons: ['no-rule'] }];
  });
}

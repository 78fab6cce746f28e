import { type Finding, finding } from '../finding.ts';
import type { BrokenImages } from '../volume/broken-images.ts';
import type { CheckedVolume } from '../volume/checked-volume.ts';

/**
 * Asks whether it is a pull-through cache, where most repositories look like one's. Registry 3 with `proxy.ttl` 0
 * leaves no state file, and no cache has one in its first seconds. What a cache drops or never fetched has no link
 * either, while of what is lost from a registry the link stays: tags without revisions, manifests without layers.
 */
export function suspectCache(volume: CheckedVolume, broken: BrokenImages): Finding[] {
  if (volume.isCache || volume.inventory.scan.said_cache === 0) return [];
  const [uploads] = volume.rows<{ count: number }>('SELECT count(*) AS count FROM upload');
  // Nobody pushes to a cache.
  if (uploads?.count !== 0) return [];
  const [held] = volume.rows<{ count: number }>(
    'SELECT count(*) AS count FROM repository WHERE tags > 0 OR revisions > 0',
  );
  const unfilled = findUnfilled(volume, broken);
  if (unfilled.size < 2 || unfilled.size * 2 <= (held?.count ?? 0)) return [];
  const message = `Repositories that lack blobs and the links to them, as in a pull-through cache: ${unfilled.size} of ${held?.count}.`;
  return [finding('cache-suspected', {}, message, { confidence: 'suspected' })];
}

/** Repositories in which something is not there, nor a link to it. */
function findUnfilled({ links }: CheckedVolume, broken: BrokenImages): ReadonlySet<number> {
  const unfilled = new Set(links.unlinkedTags.map(({ repository }) => repository));
  for (const [repository, , lacks] of broken.all()) {
    const isUnlinked = lacks.some(
      ({ what, blob }) => what === 'blob' && !links.isPresent(blob) && !links.hasLayerLink(repository, blob),
    );
    if (isUnlinked) unfilled.add(repository);
  }
  return unfilled;
}

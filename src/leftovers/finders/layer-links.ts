import { type CheckedVolume, pathIn } from '../../check/volume/checked-volume.ts';
import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { BlobMarks } from '../../graph/blob-marks.ts';
import { Walk } from '../../graph/walk.ts';
import type { FoundLeftover } from '../leftover.ts';

/**
 * Layer links that no manifest of their repository refers to, at any depth. A repository without any tag or revision is
 * told as a whole.
 */
export function findLayerLinks(volume: CheckedVolume): FoundLeftover[] {
  const { contents } = volume;
  const stale = staleLinks(contents).filter(
    ({ repository }) => !volume.unread.isWithin(String(pathIn(repository.storedName))),
  );
  contents.blobs.learn(
    stale.flatMap(({ links }) => links.flatMap(({ directory, target }) => [directory, target])),
    'unreferenced',
  );
  const times = volume.inventory.database.prepare<[number, number], number>(TIME_SQL).pluck();
  return stale.flatMap(({ repository, links }) =>
    links.map((link) => describe(volume, repository, link, times.get(repository.id, link.directory))),
  );
}

/** One by one: few of a repository's links are stale. */
const TIME_SQL = 'SELECT modified_at FROM layer_link WHERE repository_id = ? AND blob_id = ?';

function describe(
  volume: CheckedVolume,
  { storedName }: Repository,
  { directory, target }: StaleLink,
  modifiedAt: number | undefined,
): FoundLeftover {
  const digest = volume.digestOf(directory);
  return {
    kind: volume.links.isKept(target) ? 'layer-link-stale' : 'layer-link-without-blob',
    path: pathIn(storedName, '_layers', digest.replace(':', '/')),
    repository: storedName,
    digest,
    files: 1,
    bytes: volume.digestOf(target).length,
    modifiedAt,
  };
}

/** A layer link by the digest of its directory and that which it says, as blob ids. */
interface StaleLink {
  readonly directory: number;
  readonly target: number;
}

interface StaleLinks {
  readonly repository: Repository;
  readonly links: readonly StaleLink[];
}

function staleLinks({ repositories, graph, blobs }: Contents): StaleLinks[] {
  const walk = new Walk(graph, blobs.highest);
  const needed = new BlobMarks(blobs.highest);
  const stale: StaleLinks[] = [];
  for (const repository of repositories) {
    const roots = rootsOf(repository);
    if (roots.length === 0) continue;
    walk.begin();
    needed.clear();
    walk.visit(roots, (blob) => needed.add(blob));
    const links: StaleLink[] = [];
    for (const directory of repository.layerLinks.directories) {
      if (needed.has(directory)) continue;
      const target = repository.layerLinks.saidIn(directory);
      // What says no digest is damaged, and told by check.
      if (target !== undefined && !needed.has(target)) links.push({ directory, target });
    }
    if (links.length > 0) stale.push({ repository, links });
  }
  return stale;
}

/** What its tags and revisions point to; of a deviant link, also the digest of its directory. */
function rootsOf({ tags, revisions }: Repository): number[] {
  return [...tags.targets, ...revisions.directories, ...revisions.targets].filter((blob) => blob !== 0);
}

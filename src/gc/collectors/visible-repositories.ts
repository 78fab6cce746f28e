import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { sortByWalk } from '../../contents/repositories/walk-order.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { REPOSITORIES } from '../../registry/layout.ts';

/** What makes a directory a repository: `_layers` to every 2.x, `_manifests` to 3.x (distribution a784441b6). */
const MARKERS = { '2.7-2.8': '_layers', '3.x': '_manifests' } as const;

/** The repositories that a family sees, in the order in which it walks them. */
export function visibleRepositories(
  contents: Contents,
  family: RegistryFamily,
): { readonly seen: readonly Repository[]; readonly unseen: readonly Repository[] } {
  const marker = MARKERS[family];
  const isMarked = (each: Repository) => (marker === '_layers' ? each.layers : each.manifests) !== 'absent';
  const stops = family === '2.7-2.8' ? findStops(contents) : new Map<string, string>();
  const isReached = (each: Repository) => stops.size === 0 || !isBehindStop(`${each.name}/${marker}`, stops);
  const sorted = sortByWalk(contents.repositories, ({ name }) => `${name}/${marker}`);
  const isSeen = (each: Repository) => isMarked(each) && isReached(each);
  return {
    seen: sorted.filter(isSeen),
    unseen: sorted.filter((each) => !isSeen(each)),
  };
}

/**
 * 2.7 and 2.8 leave a directory for good when they meet a plain file in it whose name begins with `_`
 * (registry/storage/driver/walk.go, WalkFallback): by directory, the first such name.
 */
function findStops({ repositories, problems }: Contents): Map<string, string> {
  const stops = new Map<string, string>();
  const add = (directory: string, name: string) => {
    const known = stops.get(directory);
    if (known === undefined || name < known) stops.set(directory, name);
  };
  for (const { name, layers, manifests, uploads } of repositories) {
    for (const [part, presence] of Object.entries({
      _layers: layers,
      _manifests: manifests,
      _uploads: uploads,
    })) {
      if (presence === 'file') add(name, part);
    }
  }
  for (const stray of problems.strayFilesOfRepositories()) {
    const path = stray.slice(REPOSITORIES.length + 1);
    const slash = path.lastIndexOf('/');
    const isInTree = !path
      .slice(0, slash + 1)
      .split('/')
      .some((part) => part.startsWith('_'));
    if (isInTree && path[slash + 1] === '_')
      add(slash < 0 ? '' : path.slice(0, slash), path.slice(slash + 1));
  }
  return stops;
}

function isBehindStop(path: string, stops: ReadonlyMap<string, string>): boolean {
  const names = path.split('/');
  return names.some((name, depth) => {
    const stop = stops.get(names.slice(0, depth).join('/'));
    return stop !== undefined && Buffer.compare(Buffer.from(name), Buffer.from(stop)) > 0;
  });
}

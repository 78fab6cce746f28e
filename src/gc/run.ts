import type { Contents } from '../contents/contents.ts';
import { once } from '../contents/once.ts';
import type { Repository } from '../contents/repositories/repository.ts';
import type { Freed } from '../graph/shared-files.ts';
import type { RegistryFamily } from '../registry/family.ts';
import type { Abort } from './aborts/abort.ts';
import { deletionAborts } from './aborts/deletion-aborts.ts';
import { collect2x } from './collectors/collect-2x.ts';
import { collect3x } from './collectors/collect-3x.ts';
import type { Collection } from './collectors/collection.ts';
import { type Sweep, sweep } from './collectors/sweep.ts';
import { visibleRepositories } from './collectors/visible-repositories.ts';
import { type After, afterwards } from './harm/after.ts';

/** Everything that a collection does. */
export interface CollectionRun extends Collection {
  readonly family: RegistryFamily;
  /** What goes of the blobs, and what ends the walk through them, by which time manifests are deleted. */
  readonly swept: Sweep;
  /** What ends a run that deletes after it has begun to, though no dry run says so. */
  readonly deletionAborts: readonly Abort[];
  /** Repositories it does not see, though they hold something. */
  readonly unseen: readonly Repository[];
  /** What becomes free with the blobs that go. */
  readonly freed: () => Freed;
  /** What is gone once it is done. */
  readonly after: () => After;
}

/** Runs the collection of a family of registries. Where something ends it, the rest is what it would do without that. */
export function runCollection(
  contents: Contents,
  family: RegistryFamily,
  options: { readonly deleteUntagged: boolean },
): CollectionRun {
  const { seen, unseen } = visibleRepositories(contents, family);
  const collect = family === '3.x' ? collect3x : collect2x;
  const collection = collect(contents, seen, options);
  const swept = sweep(contents, collection.marked);
  return {
    ...collection,
    family,
    swept,
    unseen,
    deletionAborts: deletionAborts(contents, collection, swept),
    freed: once(() => contents.blobs.freed(swept.blobs, (blob) => swept.set.has(blob))),
    after: once(() => afterwards(contents, collection, swept)),
  };
}

/** Digests that a collection deletes, be they blobs, manifests or links. */
export function namedIn({ swept, deletedManifests, deletedLayerLinks }: CollectionRun): number[] {
  return [
    ...swept.blobs,
    ...deletedManifests.map(({ blob }) => blob),
    ...[...deletedLayerLinks.values()].flatMap((blobs) => [...blobs]),
  ];
}

import { groupBy } from '../../analyze/group-by.ts';
import { leadingTo } from '../../analyze/where/leading-to.ts';
import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { Abort } from '../aborts/abort.ts';
import { type CollectionRun, runCollection } from '../run.ts';
import { type Deletion, describeDeletion, toDelete } from './deletions.ts';
import { findMarkers } from './markers.ts';

/** What has to be done so that a collection takes a blob. */
export interface Freeing {
  /**
   * `collection`: nothing, a collection alone takes it. `deletion`: what is in `delete`, by the API. `hand`: no call of
   * the API is enough, for the reasons in `obstacles`.
   */
  readonly by: 'collection' | 'deletion' | 'hand';
  /** In the order of the calls; none of them can be spared. */
  readonly delete: readonly Deletion[];
  readonly obstacles: readonly Obstacle[];
  /**
   * What a collection takes after that and does not take now; where it takes the blob now, the blob alone. null where
   * that is not known.
   */
  readonly frees: { readonly blobs: number; readonly bytes: number } | null;
  /** What ends that collection before its time; the rest is then what it would do without that. */
  readonly aborts: Abort | null;
}

/** Why no call of the API frees a blob. */
export interface Obstacle {
  /**
   * `stray-link`: a revision link stands where none belongs, names a manifest that has a layer link only, and no registry
   * deletes it. `cache`: a pull-through cache
   * answers 405 to deletes. `metadata-elsewhere`: tags and manifests are in a database, which has its own collector.
   * `unknown`: something that was not found holds it.
   */
  readonly code: 'stray-link' | 'cache' | 'metadata-elsewhere' | 'unknown';
  /** Relative to the volume's root. */
  readonly path?: string;
}

/** Tells what makes the plain collection of a family take a blob that is there. */
export function findFreeing(contents: Contents, family: RegistryFamily, blob: number): Freeing {
  const now = collect(contents, family);
  if (now.swept.set.has(blob)) {
    const { bytes } = contents.blobs.freed([blob], (each) => each === blob);
    const frees = { blobs: 1, bytes };
    return { by: 'collection', delete: [], obstacles: [], frees, aborts: firstAbort(now) };
  }
  const markers = findMarkers(contents, family, blob);
  const holding = markers.flatMap(({ repository, link }) =>
    link.directory === undefined ? [] : [[repository, link.directory] as const],
  );
  const frees = (deleted: Deleted) => deleted.after.swept.set.has(blob);
  const needed = without(contents, family, holding);
  if (frees(needed)) return freedBy(contents, spare(contents, family, needed, isDeviant, frees), now);
  const stray = markers.filter(({ link }) => link.directory === undefined);
  if (stray.length > 0) {
    const obstacles = stray.map(({ link: { path } }) => ({ code: 'stray-link' as const, path }));
    return { by: 'hand', delete: needed.deletions, obstacles, frees: null, aborts: firstAbort(now) };
  }
  // Where links say other digests than their directories, a collection may come to it in ways that only it knows.
  const all = without(contents, family, revisionsOver(contents, blob));
  if (frees(all))
    return freedBy(
      contents,
      spare(contents, family, all, () => true, frees),
      now,
    );
  return { by: 'hand', delete: [], obstacles: [{ code: 'unknown' }], frees: null, aborts: firstAbort(now) };
}

/** A revision: its repository, and the digest in whose directory its link stands. */
type Revision = readonly [repository: Repository, directory: number];

/** What is to be deleted, and the collection that follows. */
interface Deleted {
  readonly holding: readonly Revision[];
  readonly deletions: readonly Deletion[];
  readonly after: CollectionRun;
}

function without(contents: Contents, family: RegistryFamily, holding: readonly Revision[]): Deleted {
  const byRepository = groupBy(holding, ([repository]) => repository);
  const deletions: Deletion[] = [];
  const layerLinks: Deletion[] = [];
  for (const [repository, revisions] of byRepository) {
    const directories = new Set(revisions.map(([, directory]) => directory));
    for (const each of toDelete(contents, repository, directories)) {
      const deletion = describeDeletion(contents, repository, each, directories.has(each));
      deletions.push(deletion);
      // 2.x takes the layer link of the same digest along.
      if (family === '2.7-2.8' && repository.layerLinks.has(each)) layerLinks.push(deletion);
    }
  }
  const tags = deletions.flatMap(({ repository, tags }) => tags.map((tag) => ({ repository, tag })));
  const left = contents.without({ revisions: deletions, tags, layerLinks });
  return { holding, deletions, after: collect(left, family) };
}

/**
 * What is enough of some deletions, of which those may be needless that `mayBeNeedless` says: a collection looks up what a
 * deviant link says, so that the one or the other link is enough.
 */
function spare(
  contents: Contents,
  family: RegistryFamily,
  deleted: Deleted,
  mayBeNeedless: (revision: Revision) => boolean,
  frees: (deleted: Deleted) => boolean,
): Deleted {
  let enough = deleted;
  for (const revision of deleted.holding.filter(mayBeNeedless)) {
    const others = enough.holding.filter((each) => each !== revision);
    const tried = without(contents, family, others);
    if (frees(tried)) enough = tried;
  }
  return enough;
}

function isDeviant([{ revisions }, directory]: Revision): boolean {
  return revisions.saidIn(directory) !== directory;
}

function freedBy(contents: Contents, { deletions, after }: Deleted, now: CollectionRun): Freeing {
  const gone = after.swept.blobs.filter((each) => !now.swept.set.has(each));
  contents.blobs.learn(gone, 'unreferenced');
  const { bytes } = contents.blobs.freed(gone, (each) => after.swept.set.has(each));
  const frees = { blobs: gone.length, bytes };
  return { by: 'deletion', delete: deletions, obstacles: [], frees, aborts: firstAbort(after) };
}

/** Every revision that leads to a blob. */
function revisionsOver(contents: Contents, blob: number): Revision[] {
  const leading = leadingTo(contents, blob);
  return contents.repositories.flatMap((repository) => {
    const { directories, unhealthy } = repository.revisions;
    const leads = (directory: number) =>
      leading.has(directory) || leading.has(unhealthy.get(directory)?.target ?? directory);
    return [...directories].filter(leads).map((directory) => [repository, directory] as const);
  });
}

function collect(contents: Contents, family: RegistryFamily): CollectionRun {
  return runCollection(contents, family, { deleteUntagged: false });
}

function firstAbort({ aborts, swept }: CollectionRun): Abort | null {
  return aborts[0] ?? swept.aborts[0] ?? null;
}

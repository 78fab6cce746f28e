import { compareBytewise } from '../../analyze/names.ts';
import type { Contents } from '../../contents/contents.ts';
import type { Link } from '../../contents/repositories/links.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import type { Collection } from '../collectors/collection.ts';
import type { Sweep } from '../collectors/sweep.ts';
import { type Abort, abortOn } from './abort.ts';

/**
 * What a run that deletes ends on, though a dry run does not: it removes what it found directory by directory, and ends
 * where there is none (any more). What it has deleted until then stays deleted.
 */
export function deletionAborts(contents: Contents, collection: Collection, swept: Sweep): Abort[] {
  const repositories = new Map(contents.repositories.map((repository) => [repository.name, repository]));
  return [
    ...manifestAborts(contents, collection, repositories),
    ...swept.misplaced
      .filter(({ hasDirectory }) => !hasDirectory)
      .map(({ path, digest }) => abortOn('blob-misplaced', 'no-blob-directory', { path, digest })),
    ...layerLinkAborts(contents, collection).sort(byPath),
  ];
}

/** Not by the ids of an inventory, which tell only in which order things were met. */
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return compareBytewise(a.path, b.path);
}

function manifestAborts(
  contents: Contents,
  { deletedManifests }: Collection,
  repositories: ReadonlyMap<string, Repository>,
): Abort[] {
  const deleted = new Map<string, Map<number, Link>>();
  const aborts: Abort[] = [];
  for (const { repository, blob, link } of deletedManifests) {
    const gone = deleted.get(repository) ?? new Map<number, Link>();
    const before = gone.get(blob);
    if (before !== undefined || !hasRevisionDirectory(contents, repositories.get(repository), blob)) {
      const { path, directory } = oddOf(blob, link, before);
      const code = directory === undefined ? 'link-misplaced' : 'revision-link-mismatch';
      aborts.push(
        abortOn(code, 'no-revision-directory', { path, repository, digest: contents.blobs.digestOf(blob) }),
      );
    }
    deleted.set(repository, gone.set(blob, link));
  }
  return aborts;
}

/** Of two links that say the same digest, the one that stands elsewhere than in its directory. */
function oddOf(digest: number, link: Link, before: Link | undefined): Link {
  return link.directory === digest ? (before ?? link) : link;
}

function hasRevisionDirectory(contents: Contents, repository: Repository | undefined, blob: number): boolean {
  if (repository === undefined || repository.revisions.has(blob)) return true;
  const { name, revisions } = repository;
  const directory = `${REPOSITORIES}/${name}/_manifests/revisions/${contents.blobs.digestOf(blob).replace(':', '/')}/`;
  return [...revisions].some(({ path }) => path.startsWith(directory));
}

/** 3.x removes the link of each digest that a layer link says, as often as one says it. */
function layerLinkAborts(contents: Contents, { deletedLayerLinks }: Collection): Abort[] {
  const aborts: Abort[] = [];
  for (const { name, layerLinks } of contents.repositories) {
    const going = deletedLayerLinks.get(name);
    // Links that each say the digest they stand at are each removed once.
    if (going === undefined || layerLinks.isPlain) continue;
    const deleted = new Map<number, Link>();
    for (const link of [...layerLinks].sort(byPath)) {
      const { target } = link;
      if (target === undefined || !going.has(target)) continue;
      const before = deleted.get(target);
      if (before !== undefined) {
        const place = {
          path: oddOf(target, link, before).path,
          repository: name,
          digest: contents.blobs.digestOf(target),
        };
        aborts.push(abortOn('layer-link-double', 'no-layer-link', place));
      }
      deleted.set(target, link);
    }
  }
  return aborts;
}

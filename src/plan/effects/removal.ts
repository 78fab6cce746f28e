import type { Contents } from '../../contents/contents.ts';
import { once } from '../../contents/once.ts';
import type { RepositoryRemoval } from '../../contents/repositories/repository.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { Image, PlanTag } from '../images/image.ts';

/** What is deleted of a volume, and what is left of it. */
export interface Removal {
  /** By the repository's id. */
  readonly of: ReadonlyMap<number, RepositoryRemoval>;
  readonly left: () => Contents;
}

interface GrowingRemoval extends RepositoryRemoval {
  readonly tags: Set<string>;
  readonly revisions: Set<number>;
  readonly layerLinks: Set<number>;
}

/** What deleting images takes that have no layer link of their own digest, by each family: them, and all their tags. */
export function removalOf(
  contents: Contents,
  images: Iterable<{ readonly repository: number; readonly image: Image }>,
): Removal {
  const removals = new Map<number, GrowingRemoval>();
  for (const { repository, image } of images) {
    const own = of(removals, repository);
    own.revisions.add(image.blob);
    for (const { name } of image.tags) own.tags.add(name);
  }
  return makeRemoval(contents, removals);
}

/**
 * The same with what a family takes besides: tags alone, and the layer link of the same digest, which 2.x removes along
 * with a revision's (distribution v2.8.3, registry/storage/linkedblobstore.go, `linkPathFns` of the manifest service).
 */
export function removalBy(
  contents: Contents,
  family: RegistryFamily,
  removal: Removal,
  tagsAlone: Iterable<{ readonly repository: number; readonly tag: PlanTag }> = [],
): Removal {
  const more = new Map<number, GrowingRemoval>();
  if (family === '2.7-2.8')
    for (const { id, layerLinks } of contents.repositories)
      for (const blob of removal.of.get(id)?.revisions ?? [])
        if (layerLinks.has(blob)) of(more, id).layerLinks.add(blob);
  for (const { repository, tag } of tagsAlone) of(more, repository).tags.add(tag.name);
  if (more.size === 0) return removal;
  const removals = new Map<number, RepositoryRemoval>(removal.of);
  for (const [id, { tags, layerLinks }] of more) {
    const own = removals.get(id);
    const revisions = own?.revisions ?? new Set<number>();
    removals.set(id, { revisions, layerLinks, tags: new Set([...(own?.tags ?? []), ...tags]) });
  }
  return makeRemoval(contents, removals);
}

function makeRemoval(contents: Contents, removals: ReadonlyMap<number, RepositoryRemoval>): Removal {
  return { of: removals, left: once(() => contents.withoutGrouped(removals)) };
}

function of(removals: Map<number, GrowingRemoval>, repository: number): GrowingRemoval {
  const known = removals.get(repository);
  if (known !== undefined) return known;
  const removal = { tags: new Set<string>(), revisions: new Set<number>(), layerLinks: new Set<number>() };
  removals.set(repository, removal);
  return removal;
}

import type { Contents } from '../../contents/contents.ts';
import type { RepositoryRemoval } from '../../contents/repositories/repository.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { Image, PlanTag } from '../images/images.ts';

/** What is deleted of repositories, by their ids. */
export type Removals = ReadonlyMap<number, RepositoryRemoval>;

/**
 * What deleting images, with all their tags, and tags alone takes. 2.x removes the layer link of the same digest along with
 * a revision's (distribution v2.8.3, registry/storage/linkedblobstore.go, `linkPathFns` of the manifest service).
 */
export function removalsOf(
  contents: Contents,
  family: RegistryFamily,
  images: Iterable<{ readonly repository: number; readonly image: Image }>,
  tagsAlone: Iterable<{ readonly repository: number; readonly tag: PlanTag }> = [],
): Removals {
  const removals = new Map<number, Removal>();
  const of = (repository: number): Removal => {
    const known = removals.get(repository);
    if (known !== undefined) return known;
    const removal = { tags: new Set<string>(), revisions: new Set<number>(), layerLinks: new Set<number>() };
    removals.set(repository, removal);
    return removal;
  };
  const repositories = new Map(contents.repositories.map((each) => [each.id, each]));
  for (const { repository, image } of images) {
    const own = of(repository);
    own.revisions.add(image.blob);
    for (const { name } of image.tags) own.tags.add(name);
    if (family === '2.7-2.8' && repositories.get(repository)?.layerLinks.has(image.blob))
      own.layerLinks.add(image.blob);
  }
  for (const { repository, tag } of tagsAlone) of(repository).tags.add(tag.name);
  return removals;
}

interface Removal extends RepositoryRemoval {
  readonly tags: Set<string>;
  readonly revisions: Set<number>;
  readonly layerLinks: Set<number>;
}

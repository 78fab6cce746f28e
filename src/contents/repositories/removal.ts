import type { Blobs } from '../blobs.ts';
import type { Repository, RepositoryRemoval } from './repository.ts';

/** A link in the directory of a digest. */
interface LinkPlace {
  readonly repository: string;
  readonly digest: string;
}

/** What is to be left out of a volume; what is not there is left out as it is. */
export interface Removal {
  /** With their histories. */
  readonly tags?: ReadonlyArray<{ readonly repository: string; readonly tag: string }>;
  readonly revisions?: readonly LinkPlace[];
  readonly layerLinks?: readonly LinkPlace[];
}

/** A removal by repository id. Names that are no UTF-8 cannot be asked for. */
export function groupRemovals(
  repositories: readonly Repository[],
  blobs: Blobs,
  { tags = [], revisions = [], layerLinks = [] }: Removal,
): Map<number, RepositoryRemoval> {
  const named = repositories.filter(({ storedName }) => typeof storedName === 'string');
  const idByName = new Map(named.map(({ name, id }) => [name, id]));
  const removals = new Map<number, RepositoryRemoval>();
  const of = (repository: string): RepositoryRemoval => {
    const id = idByName.get(repository);
    const removal = (id === undefined ? undefined : removals.get(id)) ?? nothing();
    if (id !== undefined) removals.set(id, removal);
    return removal;
  };
  for (const { repository, tag } of tags) of(repository).tags.add(tag);
  const addLinks = (links: readonly LinkPlace[], which: 'revisions' | 'layerLinks') => {
    for (const { repository, digest } of links) {
      const blob = blobs.idOf(digest);
      if (blob !== undefined) of(repository)[which].add(blob);
    }
  };
  addLinks(revisions, 'revisions');
  addLinks(layerLinks, 'layerLinks');
  return removals;
}

function nothing(): RepositoryRemoval {
  return { tags: new Set(), revisions: new Set(), layerLinks: new Set() };
}

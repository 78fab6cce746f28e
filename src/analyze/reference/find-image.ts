import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type FoundManifest, type FoundTag, findReference, findTag } from './find-reference.ts';

/** One manifest of a repository, by whatever name somebody gave. */
export interface FoundImage extends Pick<FoundManifest, 'repositoryId' | 'repository' | 'blob' | 'oddity'> {
  /** Set where it was named by a tag. */
  readonly tag?: string;
}

/** What clients take where no tag is named. */
const DEFAULT_TAG = 'latest';

/**
 * Finds the one manifest that a person names; a repository alone stands for its tag `latest`, as for docker.
 * @throws UsageError where there is none, or the tag's link says no digest.
 */
export function findImage(inventory: Inventory, text: string): FoundImage {
  const found = findReference(inventory, text);
  if (found.names === 'manifest') return found;
  if (found.names === 'tag') return targetOf(found);
  const { repositoryId, repository } = found;
  const isThere = inventory.database
    .prepare('SELECT 1 FROM tag WHERE repository_id = ? AND name = ?')
    .get(repositoryId, DEFAULT_TAG);
  if (isThere === undefined) {
    throw new UsageError(
      `${repository} has no tag '${DEFAULT_TAG}', for which its name alone stands: name a tag or a digest ('stowage ls ${repository}' lists the tags).`,
    );
  }
  return targetOf(findTag(inventory, found, DEFAULT_TAG));
}

function targetOf({ repositoryId, repository, tag, blob }: FoundTag): FoundImage {
  if (blob === null) {
    throw new UsageError(
      `The tag '${tag}' of ${repository} leads to nothing: its link says no digest ('stowage check' tells more).`,
    );
  }
  return { repositoryId, repository, tag, blob };
}

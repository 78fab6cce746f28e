import type { Contents } from '../../contents/contents.ts';
import { once } from '../../contents/once.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { Tag } from '../../contents/repositories/tags.ts';
import { isDriverPath } from '../../gc/aborts/link-aborts.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import { isRepositoryName } from '../../registry/reference.ts';
import { withListed } from '../images/listed.ts';
import type { HiddenSources } from './hidden-sources.ts';

/** Why all that is in a repository stays, whatever was selected. */
export type RepositoryReason = 'unreadable' | 'registry-refuses' | 'not-addressable';

/** Why all of a repository stays; undefined where nothing is in the way. */
export function repositoryReason(
  contents: Contents,
  hidden: HiddenSources,
  repository: Repository,
): RepositoryReason | undefined {
  if (isUnreadable(contents, hidden, repository)) return 'unreadable';
  if (refusesDeletes(contents, repository)) return 'registry-refuses';
  const { storedName, name } = repository;
  // A host may have a port, and a path of the registry's no colon: it answers 500.
  const isAddressable = typeof storedName === 'string' && isRepositoryName(name) && isDriverPath(name);
  return isAddressable ? undefined : 'not-addressable';
}

/** True where something that could hold references was not read, or does not parse. */
function isUnreadable(contents: Contents, hidden: HiddenSources, repository: Repository): boolean {
  const { revisions, tags, name } = repository;
  if (hidden.repositories.has(name) || !revisions.isPlain) return true;
  const { manifests, blobs } = contents;
  const roots = [...revisions.directories, ...tags.targets].filter((blob) => blobs.isPresent(blob));
  const isOpaque = (blob: number) =>
    blobs.isPresent(blob) && (manifests.isUnparsable(blob) || hidden.blobs.has(blob));
  return roots.some((blob) => !manifests.has(blob)) || [...withListed(contents, roots)].some(isOpaque);
}

/**
 * True where every DELETE answers 500 after the manifest is gone: it then reads the link of every tag, and ends on one that
 * it can neither read nor call absent (distribution v2.8.3, registry/storage/tagstore.go, `Lookup`): a path that its
 * storage driver does not take is one of these, be there a link or not.
 */
function refusesDeletes(contents: Contents, repository: Repository): boolean {
  if (repository.tagsDirectory === 'file' || repository.manifests === 'file') return true;
  const isInTheWay = once(() => contents.problems.hasObstacles);
  const ends = ({ name, target, content, isDirectory }: Tag) =>
    !isDirectory ||
    !isDriverPath(name) ||
    content !== undefined ||
    (target === undefined &&
      isInTheWay() &&
      contents.problems.obstacle(
        `${REPOSITORIES}/${repository.name}/_manifests/tags/${name}/current/link`,
      ) !== undefined);
  return repository.tags.list.some(ends);
}

import { REPOSITORIES } from '../registry/layout.ts';
import { readLinkContent } from '../registry/link.ts';
import type { Abort } from './collection.ts';
import type { CollectorLink, CollectorRepository, CollectorView } from './collector-view.ts';

/** What looking a digest up gives: the blob its link names, nothing, or the error that ends a collection. */
export type Lookup = { readonly target: number } | { readonly abort: Abort } | undefined;

/**
 * Looks a digest up through the links of a repository, the first that is there (distribution,
 * registry/storage/linkedblobstore.go, linkedBlobStatter.Stat): undefined where there is none or its blob is gone.
 */
export function lookUp(
  view: CollectorView,
  repository: CollectorRepository,
  digest: number,
  places: ReadonlyArray<'revisionByDigest' | 'layerLinkByDigest'>,
): Lookup {
  const link = places.map((place) => repository[place].get(digest)).find((found) => found !== undefined);
  if (link === undefined) return undefined;
  if (link.target === undefined) return { abort: linkAbort(repository, link) };
  return view.isPresent(link.target) ? { target: link.target } : undefined;
}

/** The abort on a link that says no digest. */
export function linkAbort(repository: CollectorRepository, { path, content }: CollectorLink): Abort {
  return { reason: `${contentFault(content)} in a link`, path, repository: repository.name };
}

/** What is wrong with the content of a link, in the registry's words. */
export function contentFault(content: Buffer | undefined): string {
  if (content === undefined) return 'no regular file';
  const reading = readLinkContent(content);
  const fault = 'fault' in reading ? reading.fault : 'invalid format';
  return fault === 'empty' ? 'invalid checksum digest format (empty file)' : `checksum digest: ${fault}`;
}

/** The abort on a part of a repository. */
export function partAbort(reason: string, repository: CollectorRepository, part = ''): Abort {
  return { reason, path: `${REPOSITORIES}/${repository.name}${part}`, repository: repository.name };
}

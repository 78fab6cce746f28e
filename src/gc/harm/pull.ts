import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { manifestFault } from '../aborts/manifest-faults.ts';
import { type After, NOW } from './after.ts';

/**
 * What a pull by digest would find missing, as blob ids: nothing where it succeeds. A manifest needs its revision link
 * (2.x also takes a layer link) and its blob, and must parse; each of an image's blobs needs a layer link in the same
 * repository and its blob (handlers/manifests.go, linkedblobstore.go). Children of an index are pulls of their own.
 */
export function missingForPull(
  contents: Contents,
  repository: Repository,
  digest: number,
  family: RegistryFamily,
  after: After,
): number[] {
  const target = manifestTarget(contents, repository, digest, family, after);
  if (target === undefined || manifestFault(contents, target, family) !== null) return [digest];
  const missing: number[] = [];
  if (contents.manifests.isIndex(target)) return missing;
  contents.manifests.forEachOwn(target, (blob) => {
    if (!hasBlob(contents, repository, blob, after)) missing.push(blob);
  });
  return missing;
}

const NO_CHILDREN = new Int32Array();

/** Children of an index that a registry would serve under this digest; none where it is no index. */
export function childrenOf(
  contents: Contents,
  repository: Repository,
  digest: number,
  family: RegistryFamily,
): Int32Array {
  const target = manifestTarget(contents, repository, digest, family, NOW);
  return target !== undefined && contents.manifests.isIndex(target)
    ? contents.manifests.referencesOf(target)
    : NO_CHILDREN;
}

function manifestTarget(
  contents: Contents,
  repository: Repository,
  digest: number,
  family: RegistryFamily,
  after: After,
): number | undefined {
  const { name, revisions, layerLinks } = repository;
  const isRevision = !after.isRevisionGone(name, digest) && revisions.has(digest);
  const takesLayerLink = family === '2.7-2.8' && !after.isLayerLinkGone(name, digest);
  const links = isRevision ? revisions : takesLayerLink ? layerLinks : undefined;
  const target = links?.targetOf(digest);
  return target !== undefined && contents.blobs.isPresent(target) && !after.isBlobGone(target)
    ? target
    : undefined;
}

/**
 * True for a manifest that has a layer link in place of a revision link, as registry 2.1 made them: 2.x serves it, 3.x
 * does not, and a collection of either, which walks revisions, does not see it.
 */
export function isLinkedInLayersOnly(
  contents: Contents,
  { revisions, layerLinks }: Repository,
  digest: number,
): boolean {
  const target = revisions.has(digest) ? undefined : layerLinks.targetOf(digest);
  return (
    target !== undefined &&
    contents.blobs.isPresent(target) &&
    manifestFault(contents, target, '2.7-2.8') === null
  );
}

function hasBlob(contents: Contents, repository: Repository, blob: number, after: After): boolean {
  if (after.isLayerLinkGone(repository.name, blob)) return false;
  const target = repository.layerLinks.targetOf(blob);
  return target !== undefined && contents.blobs.isPresent(target) && !after.isBlobGone(target);
}

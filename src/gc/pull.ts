import type { CollectorRepository, CollectorView } from './collector-view.ts';
import type { RegistryFamily } from './registry-version.ts';

/** A state of the volume: what is gone from it. */
export interface After {
  /** False where all that a blob leads to is as it was, as long as links say the digests of their directories. */
  readonly mayLose: (blob: number) => boolean;
  readonly isBlobGone: (blob: number) => boolean;
  readonly isRevisionGone: (repository: string, digest: number) => boolean;
  readonly isLayerLinkGone: (repository: string, digest: number) => boolean;
}

/** The volume as it is. */
export const NOW: After = {
  mayLose: () => false,
  isBlobGone: () => false,
  isRevisionGone: () => false,
  isLayerLinkGone: () => false,
};

/**
 * What a pull by digest would find missing, as blob ids: nothing where it succeeds. A manifest needs its revision link
 * (2.x also takes a layer link) and its blob, and must parse; each of an image's blobs needs a layer link in the same
 * repository and its blob (handlers/manifests.go, linkedblobstore.go). Children of an index are pulls of their own.
 */
export function missingForPull(
  view: CollectorView,
  repository: CollectorRepository,
  digest: number,
  family: RegistryFamily,
  after: After,
): number[] {
  const target = manifestTarget(view, repository, digest, family, after);
  if (target === undefined || view.manifestFault(target, family) !== null) return [digest];
  const missing: number[] = [];
  if (view.isIndex(target)) return missing;
  view.forEachOwnReference(target, (blob) => {
    if (!hasBlob(view, repository, blob, after)) missing.push(blob);
  });
  return missing;
}

const NO_CHILDREN = new Int32Array();

/** Children of an index that a registry would serve under this digest; none where it is no index. */
export function childrenOf(
  view: CollectorView,
  repository: CollectorRepository,
  digest: number,
  family: RegistryFamily,
): Int32Array {
  const target = manifestTarget(view, repository, digest, family, NOW);
  return target !== undefined && view.isIndex(target) ? view.referencesOf(target) : NO_CHILDREN;
}

function manifestTarget(
  view: CollectorView,
  repository: CollectorRepository,
  digest: number,
  family: RegistryFamily,
  after: After,
): number | undefined {
  const { name, revisions, layerLinks } = repository;
  const isRevision = !after.isRevisionGone(name, digest) && revisions.has(digest);
  const takesLayerLink = family === '2.7-2.8' && !after.isLayerLinkGone(name, digest);
  const links = isRevision ? revisions : takesLayerLink ? layerLinks : undefined;
  const target = links?.targetOf(digest);
  return target !== undefined && view.isPresent(target) && !after.isBlobGone(target) ? target : undefined;
}

/**
 * True for a manifest that has a layer link in place of a revision link, as registry 2.1 made them: 2.x serves it, 3.x
 * does not, and a collection of either, which walks revisions, does not see it.
 */
export function isLinkedInLayersOnly(
  view: CollectorView,
  { revisions, layerLinks }: CollectorRepository,
  digest: number,
): boolean {
  const target = revisions.has(digest) ? undefined : layerLinks.targetOf(digest);
  return target !== undefined && view.isPresent(target) && view.manifestFault(target, '2.7-2.8') === null;
}

function hasBlob(view: CollectorView, repository: CollectorRepository, blob: number, after: After): boolean {
  if (after.isLayerLinkGone(repository.name, blob)) return false;
  const target = repository.layerLinks.targetOf(blob);
  return target !== undefined && view.isPresent(target) && !after.isBlobGone(target);
}

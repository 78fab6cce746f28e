import type { CollectorRepository, CollectorView } from './collector-view.ts';
import type { RegistryFamily } from './registry-version.ts';

/** A state of the volume: what is gone from it. */
export interface After {
  readonly isBlobGone: (blob: number) => boolean;
  readonly isRevisionGone: (repository: string, digest: number) => boolean;
  readonly isLayerLinkGone: (repository: string, digest: number) => boolean;
}

/** The volume as it is. */
export const NOW: After = {
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
  const manifest = target === undefined ? undefined : view.manifest(target);
  const fault = family === '3.x' ? manifest?.fault3x : manifest?.fault2x;
  if (manifest === undefined || fault !== null) return [digest];
  if (manifest.form === 'index') return [];
  const needed = manifest.references.filter(({ isForeign }) => !isForeign);
  return needed.filter(({ blob }) => !hasBlob(view, repository, blob, after)).map(({ blob }) => blob);
}

/** Children of an index that a registry would serve under this digest; none where it is no index. */
export function childrenOf(
  view: CollectorView,
  repository: CollectorRepository,
  digest: number,
  family: RegistryFamily,
): number[] {
  const target = manifestTarget(view, repository, digest, family, NOW);
  const manifest = target === undefined ? undefined : view.manifest(target);
  if (manifest?.form !== 'index') return [];
  return manifest.references.map(({ blob }) => blob);
}

function manifestTarget(
  view: CollectorView,
  repository: CollectorRepository,
  digest: number,
  family: RegistryFamily,
  after: After,
): number | undefined {
  const { name, revisionByDigest, layerLinkByDigest } = repository;
  const revision = after.isRevisionGone(name, digest) ? undefined : revisionByDigest.get(digest);
  const takesLayerLink = family === '2.7-2.8' && !after.isLayerLinkGone(name, digest);
  const link = revision ?? (takesLayerLink ? layerLinkByDigest.get(digest) : undefined);
  const target = link?.target;
  return target !== undefined && view.isPresent(target) && !after.isBlobGone(target) ? target : undefined;
}

function hasBlob(view: CollectorView, repository: CollectorRepository, blob: number, after: After): boolean {
  if (after.isLayerLinkGone(repository.name, blob)) return false;
  const target = repository.layerLinkByDigest.get(blob)?.target;
  return target !== undefined && view.isPresent(target) && !after.isBlobGone(target);
}

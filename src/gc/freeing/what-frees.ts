import { trustIn } from '../../analyze/trust/trust.ts';
import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { REGISTRY_FAMILIES } from '../registry-version.ts';
import { type Freeing, findFreeing, type Obstacle } from './freeing.ts';

/** What frees a blob, in registries of some families. */
export interface FreeingIn extends Freeing {
  /** Families that do alike stand together. */
  readonly families: readonly RegistryFamily[];
}

/** Tells what frees a blob, by its id, in each family of registries; nothing where no such blob is there. */
export function whatFrees(inventory: Inventory, blob: number): FreeingIn[] {
  const contents = contentsOf(inventory);
  if (!contents.blobs.isPresent(blob)) return [];
  const { isCache, metadataElsewhere } = trustIn(inventory);
  // What the volume says is stale then: a collection of it would be no prediction.
  if (metadataElsewhere !== undefined)
    return [
      { families: REGISTRY_FAMILIES, ...byHand({ code: 'metadata-elsewhere', path: metadataElsewhere }) },
    ];
  const groups = markAlike(contents) ? [REGISTRY_FAMILIES] : REGISTRY_FAMILIES.map((family) => [family]);
  const found = groups.map((families) => {
    const freeing = findFreeing(contents, families[0] as RegistryFamily, blob);
    return { families, ...(isCache && freeing.by !== 'collection' ? byHand({ code: 'cache' }) : freeing) };
  });
  return joinAlike(found);
}

/**
 * True for a volume in which plain collections of both families mark the same, as they do in nearly all: they differ in
 * what makes a repository, in manifests that one of them refuses, and in how they look up links that say other digests
 * than their directories. Each revision marks itself and what it refers to.
 */
function markAlike({ repositories, manifests, problems, blobs }: Contents): boolean {
  if (problems.hasObstacles || !problems.unread.isEmpty) return false;
  return repositories.every(
    ({ layers, manifests: part, revisions, layerLinks }) =>
      layers === 'directory' &&
      part === 'directory' &&
      revisions.isPlain &&
      layerLinks.isPlain &&
      revisions.directories.every((blob) => !blobs.isPresent(blob) || !manifests.isRefused(blob)),
  );
}

function byHand(obstacle: Obstacle): Freeing {
  return { by: 'hand', delete: [], obstacles: [obstacle], frees: null, aborts: null };
}

function joinAlike(found: readonly FreeingIn[]): FreeingIn[] {
  const byText = new Map<string, FreeingIn>();
  for (const each of found) {
    const { families, ...rest } = each;
    const text = JSON.stringify(rest);
    const alike = byText.get(text);
    byText.set(text, { families: [...(alike?.families ?? []), ...families], ...rest });
  }
  return [...byText.values()];
}

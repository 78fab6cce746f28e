import type { Contents } from '../../contents/contents.ts';
import type { Link } from '../../contents/repositories/links.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { BlobSet } from '../../graph/blob-set.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { Abort } from '../aborts/abort.ts';
import type { LinkPlace } from '../aborts/link-aborts.ts';
import { isUnread, manifestFault } from '../aborts/manifest-faults.ts';
import { namedRepositories } from '../collectors/named-repositories.ts';
import { visibleRepositories } from '../collectors/visible-repositories.ts';
import { walkRevisions } from '../collectors/walk-revisions.ts';

/** A revision by which a plain collection marks a blob. */
export interface Marker {
  readonly repository: Repository;
  readonly link: Link;
}

const PLACES: Readonly<Record<RegistryFamily, readonly LinkPlace[]>> = {
  '2.7-2.8': ['revisions', 'layerLinks'],
  '3.x': ['revisions'],
};

/**
 * The revisions by which a plain collection marks a blob: as long as one of them is there, it stays. Each revision marks
 * itself and what its manifest refers to at once; children of an index mark what they refer to as revisions of their own,
 * in both families.
 */
export function findMarkers(contents: Contents, family: RegistryFamily, blob: number): Marker[] {
  const naming = namersOf(contents, blob);
  const markers: Marker[] = [];
  const aborts: Abort[] = [];
  for (const repository of namedRepositories(visibleRepositories(contents, family).seen, aborts))
    walkRevisions(contents, repository, PLACES[family], aborts, (digest, target, linkOf) => {
      if (digest !== blob && !naming.has(target)) return;
      if (isUnread(contents, target) || manifestFault(contents, target, family) === null)
        markers.push({ repository, link: linkOf() });
    });
  return markers;
}

function namersOf({ blobs, manifests }: Contents, blob: number): BlobSet {
  const naming = new BlobSet(blobs.highest);
  manifests.references.forEachManifest((manifest) =>
    manifests.forEachReference(manifest, (reference) => {
      if (reference === blob) naming.add(manifest);
    }),
  );
  return naming;
}

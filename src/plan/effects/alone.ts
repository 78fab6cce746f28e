import type { Contents } from '../../contents/contents.ts';
import { once } from '../../contents/once.ts';
import { type Casualty, findCasualties } from '../../gc/harm/casualties.ts';
import { findLosses, type Loss } from '../../gc/harm/losses.ts';
import { type CollectionRun, runCollection } from '../../gc/run.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { BlobSum } from '../plan.ts';

/** What the plain collection of a family does to a volume as it is. */
export interface CollectionAlone {
  readonly run: CollectionRun;
  readonly casualties: () => readonly Casualty[];
  /** Tags that are broken now, of which it takes what could still be mended. */
  readonly losses: () => readonly Loss[];
}

/** Runs it; what it breaks is found when somebody asks. */
export function collectAlone(contents: Contents, family: RegistryFamily): CollectionAlone {
  const run = runCollection(contents, family, { deleteUntagged: false });
  const casualties = once(() => findCasualties(contents, family, run.after()));
  const losses = once(() => {
    const told = new Set(casualties().map(({ repository, tag }) => `${repository}:${tag}`));
    return findLosses(contents, run.after(), (repository, tag) => told.has(`${repository}:${tag}`));
  });
  return { run, casualties, losses };
}

/** What a collection takes. */
export function sumOf({ swept, freed }: CollectionRun): BlobSum {
  return { blobs: swept.blobs.length + swept.misplaced.length, bytes: freed().bytes };
}

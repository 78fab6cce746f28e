import { runCollection } from '../gc/run.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { sumOf } from './effects/alone.ts';
import { removalBy } from './effects/removal.ts';
import { chooseAll } from './outcome/chosen.ts';
import type { BlobSum } from './plan.ts';
import type { PlannedVolume } from './planned-volume.ts';
import { findScope } from './refusals.ts';
import type { PlanRequest } from './request.ts';
import { findCandidates } from './select/candidates.ts';
import { InUse } from './stay/in-use.ts';

/** What a rule would free, without a list of what would go. */
export interface RuleFrees {
  readonly family: RegistryFamily;
  /** Images that would go. */
  readonly images: number;
  /** What a collection then takes beyond what it takes as things are. */
  readonly freed: BlobSum;
}

/** What a request would free on each of some families of registries. */
export function whatFrees(
  volume: PlannedVolume,
  families: readonly RegistryFamily[],
  request: PlanRequest,
): RuleFrees[] {
  const { contents } = volume;
  const candidates = findCandidates(volume, request, findScope(contents, request), new InUse(contents, []));
  const { removal } = chooseAll(contents, candidates);
  const images = candidates.going.count;
  return families.map((family) => {
    if (images === 0) return { family, images, freed: { blobs: 0, bytes: 0 } };
    const { left } = removalBy(contents, family, removal);
    const together = sumOf(runCollection(left(), family, { deleteUntagged: false }));
    const already = sumOf(volume.alone(family).run);
    const freed = { blobs: together.blobs - already.blobs, bytes: together.bytes - already.bytes };
    return { family, images, freed };
  });
}

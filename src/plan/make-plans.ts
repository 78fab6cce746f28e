import { isoTime } from '../analyze/times.ts';
import { certaintyOf, type Trust, trustIn } from '../analyze/trust/trust.ts';
import type { Contents } from '../contents/contents.ts';
import { contentsOf } from '../contents/contents-of.ts';
import { UsageError } from '../errors.ts';
import { runCollection } from '../gc/run.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { emptiedOf, planByRepository } from './by-repository.ts';
import { type Effects, effectsOf, sumOf } from './effects/effects.ts';
import { beginningThatFrees } from './effects/enough.ts';
import { removalsOf } from './effects/removal.ts';
import type { OrderedImage } from './going/order.ts';
import { type Chosen, type Listing, listAll } from './listing.ts';
import type { Plan, PlanWarning } from './plan.ts';
import { findScope, refuseUnknownImages, refuseVolume } from './refusals.ts';
import type { PlanRequest } from './request.ts';
import { type Candidates, findCandidates } from './select/candidates.ts';
import { findHiddenSources } from './stay/hidden-sources.ts';
import { InUse } from './stay/in-use.ts';
import { orphanedWarnings, warningsOf } from './warnings.ts';

/** A registry to plan for. */
export interface PlannedRegistry {
  /** As the operator says it. */
  readonly registry: string;
  readonly family: RegistryFamily;
}

/**
 * Plans what a rule would delete, once for each registry.
 * @throws UsageError where no plan can be made of the volume, or of the request.
 */
export function makePlans(
  inventory: Inventory,
  registries: readonly PlannedRegistry[],
  request: PlanRequest,
): Plan[] {
  const contents = contentsOf(inventory);
  const trust = trustIn(inventory);
  const hidden = findHiddenSources(contents);
  refuseVolume(trust, hidden);
  const scope = findScope(contents, request);
  const inUse = new InUse(contents, request.inUse ?? []);
  refuseUnknownImages(inUse, request);
  const candidates = findCandidates(contents, request, scope, { hidden, inUse });
  const warnings = warningsOf(contents, trust, request, candidates, inUse);
  return registries.map((registry) => makePlan(contents, request, { trust, candidates, warnings }, registry));
}

/** What does not depend on the family. */
interface Known {
  readonly trust: Trust;
  readonly candidates: Candidates;
  readonly warnings: readonly PlanWarning[];
}

function makePlan(
  contents: Contents,
  request: PlanRequest,
  { trust, candidates, warnings }: Known,
  { registry, family }: PlannedRegistry,
): Plan {
  const alone = runCollection(contents, family, { deleteUntagged: false });
  const { freeBytes } = request;
  const chosen = choose(contents, family, candidates, sumOf(alone).bytes, freeBytes);
  const listing = listAll(contents, request, candidates, family, chosen);
  const removals = removalsOf(contents, family, chosen.ordered, listing.loneTags);
  const effects = effectsOf(contents, family, removals, alone);
  refuseBroken(effects);
  const [abort] = effects.aborts;
  return {
    registry,
    family,
    scannedAt: isoTime(contents.inventory.scan.scanned_at),
    undetermined: certaintyOf(trust, true).undetermined,
    aborts: abort ?? null,
    ...(abort !== undefined && { assumed: true as const }),
    warnings: [...warnings, ...orphanedWarnings(contents, candidates, chosen)],
    ...pickLists(listing),
    freed: effects.freed,
    garbageAlready: effects.garbageAlready,
    together: effects.together,
    byRepository: planByRepository(contents, candidates, chosen, listing, effects),
    emptied: emptiedOf(candidates, chosen, listing),
    casualties: effects.casualties,
    collectionCasualties: effects.collectionCasualties,
    ...(freeBytes !== undefined && { free: { asked: freeBytes, reached: effects.together.bytes } }),
  };
}

function pickLists({ keep, delete: deletions, stays }: Listing): Pick<Plan, 'keep' | 'delete' | 'stays'> {
  return { keep, delete: deletions, stays };
}

/** What goes: all that may or, where so many bytes are asked for, no more than that takes. */
function choose(
  contents: Contents,
  family: RegistryFamily,
  { ordered }: Candidates,
  freeAlready: number,
  freeBytes: number | undefined,
): Chosen {
  const needed =
    freeBytes === undefined
      ? ordered
      : freeAlready >= freeBytes
        ? []
        : beginningThatFrees(contents, family, ordered, freeBytes);
  return { images: groupImages(needed), ordered: needed, isCut: freeBytes !== undefined };
}

function groupImages(ordered: readonly OrderedImage[]): Map<number, Set<number>> {
  const images = new Map<number, Set<number>>();
  for (const { repository, image } of ordered) {
    const own = images.get(repository) ?? new Set<number>();
    images.set(repository, own.add(image.blob));
  }
  return images;
}

/** By the rules nothing that stays loses anything: where it would all the same, no plan is better than a wrong one. */
function refuseBroken({ casualties }: Effects): void {
  const [first] = casualties;
  if (first === undefined) return;
  throw new UsageError(
    `No plan is made, because ${casualties.length === 1 ? 'an image' : `${casualties.length} images`} that stay would break, such as ${first.repository}@${first.digest}: this is a fault of stowage, please report it.`,
  );
}

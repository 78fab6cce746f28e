import { isoTime } from '../analyze/times.ts';
import { certaintyOf } from '../analyze/trust/trust.ts';
import { once } from '../contents/once.ts';
import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { sumOf } from './effects/alone.ts';
import { type Effects, effectsOf } from './effects/effects.ts';
import { removalBy } from './effects/removal.ts';
import { explain } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { emptiedOf, planByRepository } from './outcome/by-repository.ts';
import { type Chosen, chooseAll, chooseEnough } from './outcome/chosen.ts';
import { Describer } from './outcome/describe.ts';
import { type Fates, findFates, withLoneTags } from './outcome/fates.ts';
import { summarize } from './outcome/summarize.ts';
import type { PlanWarning, SummarizedPlan } from './plan.ts';
import { type PlannedVolume, plannedVolumeOf } from './planned-volume.ts';
import { findScope, refuseUnknownImages } from './refusals.ts';
import type { PlanRequest } from './request.ts';
import { type Candidates, findCandidates } from './select/candidates.ts';
import { InUse } from './stay/in-use.ts';
import { lossWarnings, orphanedWarnings, warningsOf } from './warnings.ts';

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
): PlansMade {
  const volume = plannedVolumeOf(inventory);
  const { contents, trust } = volume;
  const scope = findScope(contents, request);
  const inUse = new InUse(contents, request.inUse ?? []);
  refuseUnknownImages(inUse, request);
  const candidates = findCandidates(volume, request, scope, inUse);
  const warnings = warningsOf(contents, trust, request, candidates, inUse);
  const all = chooseAll(contents, candidates);
  const fatesOfAll = once(() => findFates(candidates, all));
  const known = { volume, candidates, all, fatesOfAll, warnings };
  const plans = registries.map((registry) => makePlan(request, known, registry));
  return { plans, explain: (reference) => explain(contents, request, candidates, plans, reference) };
}

/** Plans, and what can be asked about them. */
export interface PlansMade {
  readonly plans: readonly SummarizedPlan[];
  /** @throws UsageError for what is no tag or digest, or not looked at. */
  readonly explain: (reference: string) => Explanation;
}

/** What does not depend on the family. */
interface Known {
  readonly volume: PlannedVolume;
  readonly candidates: Candidates;
  /** All that may go. */
  readonly all: Chosen;
  /** What becomes of the rest then. */
  readonly fatesOfAll: () => Fates;
  readonly warnings: readonly PlanWarning[];
}

function makePlan(
  request: PlanRequest,
  { volume, candidates, all, fatesOfAll, warnings }: Known,
  { registry, family }: PlannedRegistry,
): SummarizedPlan {
  const { contents, trust } = volume;
  const alone = volume.alone(family);
  const { freeBytes } = request;
  const chosen =
    freeBytes === undefined
      ? all
      : chooseEnough(contents, family, candidates, { freeAlready: sumOf(alone.run).bytes, freeBytes });
  const alike = chosen === all ? fatesOfAll() : findFates(candidates, chosen);
  const fates = family === '3.x' ? withLoneTags(alike, chosen) : alike;
  const removal = removalBy(contents, family, chosen.removal, fates.loneTags);
  const effects = effectsOf(contents, family, removal, alone);
  refuseBroken(effects);
  const { aborts, freed, garbageAlready, together, casualties, collectionCasualties } = effects;
  const describer = new Describer(contents, request, candidates);
  const named = {
    registry,
    family,
    scannedAt: isoTime(contents.inventory.scan.scanned_at),
    undetermined: certaintyOf(trust, false).undetermined,
    aborts: aborts[0] ?? null,
    ...(aborts.length > 0 && { assumed: true as const }),
    warnings: [
      ...warnings,
      ...orphanedWarnings(contents, candidates, chosen),
      ...lossWarnings(effects.losses),
    ],
  };
  const sums = {
    freed,
    garbageAlready,
    together,
    byRepository: planByRepository(contents, candidates, chosen, fates, effects),
    emptied: emptiedOf(candidates, chosen, fates),
    casualties,
    collectionCasualties,
    ...(freeBytes !== undefined && { free: { asked: freeBytes, reached: together.bytes } }),
  };
  const summary = summarize(chosen, fates, describer);
  const cutTo = (limit: number) => ({
    ...named,
    keep: describer.keep(fates, limit),
    delete: describer.deletions(chosen, fates, limit),
    stays: describer.stays(fates, limit),
    ...sums,
  });
  const whole = once(() => cutTo(0));
  return {
    ...named,
    get keep() {
      return whole().keep;
    },
    get delete() {
      return whole().delete;
    },
    get stays() {
      return whole().stays;
    },
    ...sums,
    summary,
    counts: {
      keep: fates.kept.length,
      delete: summary.images + summary.loneTags,
      stays: fates.staying.length,
    },
    cutTo,
  };
}

/**
 * Whatever the rules say: no plan is better than one that breaks what stays. Where an index has a child by its layer links
 * alone, registries 2.x keep what that needs only while another repository has the child.
 */
function refuseBroken({ casualties }: Effects): void {
  const [first] = casualties;
  if (first === undefined) return;
  const what = casualties.length === 1 ? 'an image that stays' : `${casualties.length} images that stay`;
  throw new UsageError(
    `No plan is made, because ${what} would break, such as ${first.repository}@${first.digest}, which would lose ${first.missing[0]}: push it again with all it lists, or leave out what else has that.`,
  );
}

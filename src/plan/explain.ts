import { findReference } from '../analyze/reference/find-reference.ts';
import { isoTime } from '../analyze/times.ts';
import type { Contents } from '../contents/contents.ts';
import { UsageError } from '../errors.ts';
import type { Explanation, Fate, RuleSaying, TagExplanation } from './explanation.ts';
import type { Image, PlanTag } from './images/image.ts';
import type { Time } from './images/times.ts';
import type { Plan } from './plan.ts';
import { type PlanRequest, ruleName } from './request.ts';
import { decidesTags, matchesAny, selectsUntagged } from './rules/matching.ts';
import type { RetentionRule } from './rules/rule.ts';
import type { Candidates } from './select/candidates.ts';
import type { Selection } from './select/selection.ts';

/**
 * Explains what becomes of a tag, or of an image by its digest.
 * @throws UsageError for what is neither, or not looked at.
 */
export function explain(
  contents: Contents,
  request: PlanRequest,
  candidates: Candidates,
  plans: readonly Plan[],
  reference: string,
): Explanation {
  const found = findReference(contents.inventory, reference);
  if (found.names === 'repository')
    throw new UsageError(`'${reference}' is a repository: expected a tag, or a digest behind an @.`);
  const selection = candidates.selections.get(found.repositoryId);
  if (selection === undefined)
    throw new UsageError(`${found.repository} is not among the repositories of --repository.`);
  const image = found.blob === null ? undefined : selection.images.get(found.blob);
  if (image === undefined)
    throw new UsageError(`'${reference}' says no digest, so no rule is asked about it: see stowage check.`);
  const asked = found.names === 'tag' ? image.tags.filter(({ name }) => name === found.tag) : image.tags;
  return explainImage(contents, request, candidates, plans, {
    selection,
    id: found.repositoryId,
    image,
    asked,
  });
}

interface AskedImage {
  readonly selection: Selection;
  readonly id: number;
  readonly image: Image;
  readonly asked: readonly PlanTag[];
}

function explainImage(
  contents: Contents,
  request: PlanRequest,
  { going, attachments }: Candidates,
  plans: readonly Plan[],
  { selection, id, image, asked }: AskedImage,
): Explanation {
  const digestOf = (blob: number) => contents.blobs.digestOf(blob);
  const verdict = selection.imageVerdicts.get(image.blob);
  const others = image.tags.filter((tag) => !asked.includes(tag));
  const place = { repository: selection.repository.name, digest: digestOf(image.blob) };
  return {
    ...place,
    ...at('pushedAt', image.revisionTime),
    tags: asked.map((tag) => explainTag(request, selection, tag)),
    otherTags: others.map(({ id, name }) => ({ tag: name, isSelected: isSelected(selection, id) })),
    ...(image.tags.length === 0 && {
      untagged: request.rules.map((rule, index) => ({
        ...named(request, index),
        says: sayOfUntagged(rule, selection, index === verdict?.rule ? verdict.isSelected : undefined),
      })),
    }),
    neededBy: going
      .needersOf(id, image.blob)
      .map((needer) => ({ digest: digestOf(needer), goes: going.in(id).has(needer) })),
    attachedTo: attachments.subjectsOf(image).map(digestOf),
    fates: plans.flatMap((plan) =>
      fatesIn(plan, place, asked.length === 0 ? [undefined] : asked.map(({ name }) => name)),
    ),
  };
}

function isSelected({ tagVerdicts }: Selection, tag: number): boolean {
  return tagVerdicts.get(tag)?.isSelected === true;
}

function explainTag(request: PlanRequest, selection: Selection, tag: PlanTag): TagExplanation {
  const verdict = selection.tagVerdicts.get(tag.id);
  const decided = verdict?.rule;
  return {
    tag: tag.name,
    ...at('taggedAt', tag.time),
    reasons: verdict?.reasons ?? [],
    isSelected: isSelected(selection, tag.id),
    rules: request.rules.map((rule, index) => ({
      ...named(request, index),
      says: sayOfTag(rule, selection, tag, {
        isDecider: index === decided,
        isSelected: verdict?.isSelected === true,
      }),
    })),
  };
}

function sayOfTag(
  rule: RetentionRule,
  { repository }: Selection,
  { name }: PlanTag,
  { isDecider, isSelected }: { readonly isDecider: boolean; readonly isSelected: boolean },
): RuleSaying['says'] {
  if (isDecider) return isSelected ? 'selects' : 'keeps';
  if (!matchesAny(rule.repositories, repository.name)) return 'other-repositories';
  if (!decidesTags(rule)) return 'nothing-about-it';
  return matchesAny(rule.tags, name) ? 'not-asked' : 'other-tags';
}

function sayOfUntagged(
  rule: RetentionRule,
  { repository }: Selection,
  decision: boolean | undefined,
): RuleSaying['says'] {
  if (decision !== undefined) return decision ? 'selects' : 'keeps';
  if (!matchesAny(rule.repositories, repository.name)) return 'other-repositories';
  return selectsUntagged(rule) || rule.orphaned ? 'not-asked' : 'nothing-about-it';
}

/** What becomes of some tags of an image, or of the image itself where it has none. */
function fatesIn(plan: Plan, image: ImagePlace, tags: ReadonlyArray<string | undefined>): Fate[] {
  const [deleted, staying, kept] = [
    byTag(plan.delete, image),
    byTag(plan.stays, image),
    byTag(plan.keep, image),
  ];
  return tags.map((tag) => {
    const common = { family: plan.family, ...(tag !== undefined && { tag }) };
    const gone = deleted.get(undefined) ?? deleted.get(tag);
    if (gone !== undefined)
      return { ...common, fate: gone.tag === undefined ? 'goes' : 'goes-alone', reasons: gone.reasons };
    const stays = staying.get(tag);
    if (stays !== undefined)
      return { ...common, fate: 'stays', reasons: [stays.reason], ...(stays.by && { by: stays.by }) };
    return { ...common, fate: 'kept', reasons: kept.get(tag)?.reasons ?? [] };
  });
}

interface ImagePlace {
  readonly repository: string;
  readonly digest: string;
}

function byTag<Entry extends ImagePlace & { readonly tag?: string }>(
  entries: readonly Entry[],
  { repository, digest }: ImagePlace,
): Map<string | undefined, Entry> {
  const own = entries.filter((each) => each.repository === repository && each.digest === digest);
  return new Map(own.map((each) => [each.tag, each]));
}

function named(request: PlanRequest, index: number): { readonly rule?: string } {
  const name = ruleName(request, index);
  return name === undefined ? {} : { rule: name };
}

function at<Key extends string>(key: Key, time: Time): Partial<Record<Key, string>> {
  return time === undefined ? {} : ({ [key]: isoTime(time) } as Record<Key, string>);
}

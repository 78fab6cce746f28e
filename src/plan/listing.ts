import { compareBytewise } from '../analyze/names.ts';
import type { Contents } from '../contents/contents.ts';
import type { RegistryFamily } from '../registry/family.ts';
import type { OrderedImage } from './going/order.ts';
import type { Image, PlanTag } from './images/images.ts';
import type { Deletion, Kept, Staying } from './plan.ts';
import { type PlanRequest, ruleName } from './request.ts';
import type { Candidates } from './select/candidates.ts';
import type { TagVerdict } from './select/select-tags.ts';
import type { Selection } from './select/selection.ts';

/** What one family's plan deletes. */
export interface Chosen {
  /** By the repository's id. */
  readonly images: ReadonlyMap<number, ReadonlySet<number>>;
  /** In the order in which they go. */
  readonly ordered: readonly OrderedImage[];
  /** Where only so much goes as is needed, so that what was selected may stay for no other reason. */
  readonly isCut: boolean;
}

/** A tag that goes alone, its image staying. */
interface LoneTag {
  readonly repository: number;
  readonly tag: PlanTag;
  readonly rule: number | undefined;
}

/** Everything that an answer says of single tags and images. */
export interface Listing {
  readonly keep: readonly Kept[];
  readonly stays: readonly Staying[];
  readonly delete: readonly Deletion[];
  readonly loneTags: readonly LoneTag[];
}

/** Says of each tag and image what becomes of it, and why. */
export function listAll(
  contents: Contents,
  request: PlanRequest,
  candidates: Candidates,
  family: RegistryFamily,
  chosen: Chosen,
): Listing {
  const keep: Kept[] = [];
  const stays: Staying[] = [];
  const loneTags: LoneTag[] = [];
  for (const [id, selection] of candidates.selections) {
    const { name } = selection.repository;
    const goes = chosen.images.get(id);
    const isCut = (image: Image) => chosen.isCut && candidates.going.in(id).has(image.blob);
    for (const image of selection.images.values()) {
      if (goes?.has(image.blob)) continue;
      const place = { repository: name, digest: contents.blobs.digestOf(image.blob) };
      const fate = fateOf(contents, candidates, family, id, image);
      for (const verdict of selection.tagVerdicts.get(image.blob) ?? []) {
        const tagPlace = { repository: name, tag: verdict.tag.name, digest: place.digest };
        const ruled = withRule(request, verdict.rule);
        if (!verdict.isSelected) keep.push({ ...tagPlace, ...ruled, reasons: verdict.reasons });
        else if (isCut(image) || (chosen.isCut && fate.goesAlone(verdict)))
          keep.push({ ...tagPlace, ...ruled, reasons: ['free-reached'] });
        else if (fate.goesAlone(verdict))
          loneTags.push({ repository: id, tag: verdict.tag, rule: verdict.rule });
        else stays.push({ ...tagPlace, ...fate.holding() });
      }
      const verdict = selection.imageVerdicts.get(image.blob);
      if (verdict === undefined || (image.tags.length > 0 && !verdict.isSelected)) continue;
      const ruled = withRule(request, verdict.rule);
      if (!verdict.isSelected) keep.push({ ...place, ...ruled, reasons: ['not-selected'] });
      else if (isCut(image)) keep.push({ ...place, ...ruled, reasons: ['free-reached'] });
      else stays.push({ ...place, ...fate.holding() });
    }
  }
  return {
    keep: keep.sort(compareEntries),
    stays: stays.sort(compareEntries),
    delete: listDeletions(contents, request, candidates, chosen, loneTags),
    loneTags,
  };
}

function withRule(request: PlanRequest, rule: number | undefined): { readonly rule?: string } {
  const name = ruleName(request, rule);
  return name === undefined ? {} : { rule: name };
}

/** What becomes of the selected tags of an image that stays. */
function fateOf(
  contents: Contents,
  { selections, going }: Candidates,
  family: RegistryFamily,
  id: number,
  image: Image,
): {
  readonly goesAlone: (verdict: TagVerdict) => boolean;
  readonly holding: () => Pick<Staying, 'reason' | 'by'>;
} {
  const selection = selections.get(id) as Selection;
  const own = selection.reason ?? selection.imageReason(image);
  return {
    goesAlone: () => family === '3.x' && own === undefined,
    holding: () => {
      if (own !== undefined) return { reason: own };
      const other = keptTagOf(selection, image);
      if (other !== undefined) return { reason: 'shares-digest', by: other };
      const holder = going.holderOf(id, image);
      // Nothing else holds an image back.
      if (holder === undefined) throw new Error(`Nothing holds ${contents.blobs.digestOf(image.blob)} back.`);
      return { reason: holder.how, by: contents.blobs.digestOf(holder.by) };
    },
  };
}

/** The first tag of an image, bytewise, that was not selected. */
function keptTagOf({ tagVerdicts }: Selection, { blob }: Image): string | undefined {
  const kept = (tagVerdicts.get(blob) ?? []).filter(({ tag, isSelected }) => !tag.isAttached && !isSelected);
  return kept.map(({ tag }) => tag.name).sort(compareBytewise)[0];
}

function listDeletions(
  contents: Contents,
  request: PlanRequest,
  candidates: Candidates,
  { ordered }: Chosen,
  loneTags: readonly LoneTag[],
): Deletion[] {
  const nameOf = (id: number) => candidates.selections.get(id)?.repository.name as string;
  const images = ordered.map(({ repository, image }) =>
    describeDeletion(contents, request, candidates, repository, image),
  );
  const alone = loneTags
    .map(({ repository, tag, rule }) => ({
      repository: nameOf(repository),
      tag: tag.name,
      digest: contents.blobs.digestOf(tag.blob),
      tags: [tag.name],
      ...withRule(request, rule),
      reasons: ['selected'],
    }))
    .sort((a, b) => compareBytewise(a.tag, b.tag));
  // Sorting is stable: within a repository the order stays as it is.
  return [...images, ...alone].sort((a, b) => compareBytewise(a.repository, b.repository));
}

function describeDeletion(
  contents: Contents,
  request: PlanRequest,
  { selections, going }: Candidates,
  id: number,
  image: Image,
): Deletion {
  const selection = selections.get(id) as Selection;
  const verdict = selection.imageVerdicts.get(image.blob);
  const reasons: string[] = [];
  if (image.ordinaryTags.length > 0) reasons.push('selected');
  if (verdict?.isSelected) reasons.push(verdict.why);
  if (reasons.length === 0) {
    const isListed = going.neederOf(id, image.blob).some((each) => going.in(id).has(each));
    reasons.push(isListed ? 'child-of' : 'attached-to');
  }
  const rules = (selection.tagVerdicts.get(image.blob) ?? []).flatMap(({ rule }) => rule ?? []);
  return {
    repository: selection.repository.name,
    digest: contents.blobs.digestOf(image.blob),
    tags: image.tags.map(({ name }) => name).sort(compareBytewise),
    ...withRule(request, rules.length > 0 ? Math.min(...rules) : verdict?.rule),
    reasons,
  };
}

function compareEntries(
  a: { readonly repository: string; readonly tag?: string; readonly digest: string },
  b: { readonly repository: string; readonly tag?: string; readonly digest: string },
): number {
  return (
    compareBytewise(a.repository, b.repository) ||
    compareBytewise(a.tag ?? '', b.tag ?? '') ||
    compareBytewise(a.digest, b.digest)
  );
}

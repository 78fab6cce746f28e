import { compareBytewise } from '../../analyze/names.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { Image, PlanTag } from '../images/images.ts';
import type { Candidates } from '../select/candidates.ts';
import type { TagVerdict } from '../select/select-tags.ts';
import type { ImageVerdict } from '../select/select-untagged.ts';
import type { Selection } from '../select/selection.ts';
import type { Chosen } from './chosen.ts';

/** A tag, or an image without one, that stays. */
interface Left {
  /** The repository's id. */
  readonly repository: number;
  readonly image: Image;
  readonly tag?: PlanTag;
  /** The rule that decided, by its place among them. */
  readonly rule: number | undefined;
}

/** One that no rule selected. */
export interface KeptOne extends Left {
  readonly reasons: readonly string[];
}

/** One that a rule selected. */
export interface StayingOne extends Left {
  readonly reason: string;
}

/** A tag that goes alone, its image staying. */
export interface LoneTag {
  readonly repository: number;
  readonly tag: PlanTag;
  readonly rule: number | undefined;
}

/** What becomes of all that does not go with its image. */
export interface Fates {
  readonly kept: readonly KeptOne[];
  readonly staying: readonly StayingOne[];
  readonly loneTags: readonly LoneTag[];
}

/** Decides for a family what becomes of each tag and image that does not go. */
export function findFates(candidates: Candidates, family: RegistryFamily, chosen: Chosen): Fates {
  const fates: GrowingFates = { kept: [], staying: [], loneTags: [] };
  for (const [id, selection] of candidates.selections) {
    const goes = chosen.removal.of.get(id)?.revisions;
    for (const image of selection.images.values())
      if (!goes?.has(image.blob)) addFates(fates, candidates, family, chosen.isCut, { id, selection, image });
  }
  return fates;
}

interface GrowingFates extends Fates {
  readonly kept: KeptOne[];
  readonly staying: StayingOne[];
  readonly loneTags: LoneTag[];
}

/** An image, and where it is. */
interface Place {
  readonly id: number;
  readonly selection: Selection;
  readonly image: Image;
}

function addFates(
  fates: GrowingFates,
  candidates: Candidates,
  family: RegistryFamily,
  isCut: boolean,
  place: Place,
): void {
  const { id, selection, image } = place;
  // Deletions of tags alone free nothing, so none is needed to free so much.
  const isSpared = isCut && candidates.going.in(id).has(image.blob);
  for (const tag of image.tags) {
    const { isSelected, rule, reasons } = verdictOn(selection, tag);
    const left = { repository: id, image, tag, rule };
    if (!isSelected) fates.kept.push({ ...left, reasons });
    else if (isSpared) fates.kept.push({ ...left, reasons: ['free-reached'] });
    else if (family === '3.x' && ownReason(place) === undefined) {
      if (isCut) fates.kept.push({ ...left, reasons: ['free-reached'] });
      else fates.loneTags.push({ repository: id, tag, rule });
    } else fates.staying.push({ ...left, reason: reasonOf(candidates, place) });
  }
  const verdict = selection.imageVerdicts.get(image.blob);
  if (verdict === undefined || (image.tags.length > 0 && !verdict.isSelected)) return;
  const left = { repository: id, image, rule: verdict.rule };
  if (!verdict.isSelected) fates.kept.push({ ...left, reasons: [whyNotSelected(verdict)] });
  else if (isSpared) fates.kept.push({ ...left, reasons: ['free-reached'] });
  else fates.staying.push({ ...left, reason: reasonOf(candidates, place) });
}

/** Why a rule that selects images without a tag did not select one. */
function whyNotSelected({ since }: ImageVerdict): string {
  return since === undefined ? 'time-unknown' : 'not-selected';
}

/** Why an image stays whatever else does. */
function ownReason({ selection, image }: Place): string | undefined {
  return selection.reason ?? selection.imageReason(image);
}

function reasonOf({ going }: Candidates, place: Place): string {
  const { id, selection, image } = place;
  const own = ownReason(place);
  if (own !== undefined) return own;
  if (hasKeptTag(selection, image)) return 'shares-digest';
  const holder = going.holderOf(id, image);
  if (holder === undefined) throw new Error('An image that was selected stays, and nothing holds it back.');
  return holder.how;
}

function hasKeptTag(selection: Selection, { ordinaryTags }: Image): boolean {
  return ordinaryTags.some((tag) => !verdictOn(selection, tag).isSelected);
}

function verdictOn({ tagVerdicts }: Selection, { id }: PlanTag): TagVerdict {
  return tagVerdicts.get(id) as TagVerdict;
}

/** The first tag of an image, bytewise, that was not selected. */
export function keptTagOf(selection: Selection, { ordinaryTags }: Image): string | undefined {
  const kept = ordinaryTags.filter((tag) => !verdictOn(selection, tag).isSelected);
  return kept.map(({ name }) => name).sort(compareBytewise)[0];
}

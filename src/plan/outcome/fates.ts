import { compareBytewise } from '../../analyze/names.ts';
import type { Image, PlanTag } from '../images/image.ts';
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
  /** Undefined for an image without one. */
  readonly tag: PlanTag | undefined;
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
  /** On 3.x; no other family deletes a tag alone. */
  readonly loneTags: readonly LoneTag[];
}

/** Decides what becomes of each tag and image that does not go, on a family where no tag goes alone. */
export function findFates(candidates: Candidates, chosen: Chosen): Fates {
  const [kept, staying]: [KeptOne[], StayingOne[]] = [[], []];
  for (const [repository, selection] of candidates.selections) {
    const goes = chosen.removal.of.get(repository)?.revisions;
    const going = candidates.going.in(repository);
    for (const image of selection.images.values()) {
      if (goes?.has(image.blob)) continue;
      const place = { repository, selection, image };
      const isSpared = chosen.isCut && going.has(image.blob);
      let reason: string | undefined;
      forEachVerdict(place, (tag, rule, verdict) => {
        const reasons = verdict.length === 0 && isSpared ? FREE_REACHED : verdict;
        if (reasons.length > 0) {
          kept.push({ repository, image, tag, rule, reasons });
          return;
        }
        reason ??= reasonOf(candidates, place);
        staying.push({ repository, image, tag, rule, reason });
      });
    }
  }
  return { kept, staying, loneTags: [] };
}

/** What would be free without it has to go for nothing. */
const FREE_REACHED = ['free-reached'];

/** The same on 3.x: there a selected tag goes alone where its image stays for the sake of others, and frees nothing. */
export function withLoneTags({ kept, staying }: Fates, { isCut }: Chosen): Fates {
  const isLone = ({ tag, reason }: StayingOne) => tag !== undefined && FOR_OTHERS.has(reason);
  const lone = staying.filter(isLone);
  if (lone.length === 0) return { kept, staying, loneTags: [] };
  const left = staying.filter((each) => !isLone(each));
  if (isCut) {
    const spared = lone.map(({ reason: _, ...each }) => ({ ...each, reasons: FREE_REACHED }));
    return { kept: [...kept, ...spared], staying: left, loneTags: [] };
  }
  const loneTags = lone.map(({ repository, tag, rule }) => ({ repository, tag: tag as PlanTag, rule }));
  return { kept, staying: left, loneTags };
}

/** Why an image stays that could go if it were not for others. */
const FOR_OTHERS: ReadonlySet<string> = new Set(['shares-digest', 'needed-by', 'refers-to']);

/** An image, and where it is. */
interface Place {
  /** Its id. */
  readonly repository: number;
  readonly selection: Selection;
  readonly image: Image;
}

/** Visits the tags of an image, or itself where a rule was asked about it: without reasons where one selected it. */
function forEachVerdict(
  { selection, image }: Place,
  visit: (tag: PlanTag | undefined, rule: number | undefined, reasons: readonly string[]) => void,
): void {
  for (const tag of image.tags) {
    const { isSelected, rule, reasons } = verdictOn(selection, tag);
    visit(tag, rule, isSelected ? SELECTED : reasons);
  }
  const verdict = selection.imageVerdicts.get(image.blob);
  if (verdict === undefined || (image.tags.length > 0 && !verdict.isSelected)) return;
  visit(undefined, verdict.rule, verdict.isSelected ? SELECTED : [whyNotSelected(verdict)]);
}

const SELECTED: readonly string[] = [];

/** Why a rule that selects images without a tag did not select one. */
function whyNotSelected({ since }: ImageVerdict): string {
  return since?.() === undefined ? 'time-unknown' : 'not-selected';
}

/** Why an image stays whatever else does. */
function ownReason({ selection, image }: Place): string | undefined {
  return selection.reason ?? selection.imageReason(image);
}

function reasonOf({ going }: Candidates, place: Place): string {
  const { repository, selection, image } = place;
  const own = ownReason(place);
  if (own !== undefined) return own;
  if (hasKeptTag(selection, image)) return 'shares-digest';
  const holder = going.holderOf(repository, image);
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

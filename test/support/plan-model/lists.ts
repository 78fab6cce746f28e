import { type Going, needs } from './going.ts';
import { attachedTo, type ModelImage } from './images.ts';
import { type ModelQuestion, matchesOne } from './question.ts';
import type { ImageVerdict, TagVerdict } from './select.ts';
import type { ModelTag, ModelVolume } from './volume.ts';

/** A line of `keep`, `delete` or `stays`, as the plan's JSON has it. */
export interface ModelLine {
  readonly repository: string;
  readonly tag?: string;
  readonly digest: string;
  readonly tags?: readonly string[];
  readonly rule?: string;
  readonly reasons?: readonly string[];
  readonly reason?: string;
  readonly by?: string;
}

/** All that the lists are made of. */
export interface Judged {
  readonly volume: ModelVolume;
  readonly question: ModelQuestion;
  readonly images: readonly ModelImage[];
  readonly verdicts: readonly TagVerdict[];
  readonly imageVerdicts: readonly ImageVerdict[];
  /** What may go. */
  readonly mayGo: ReadonlyMap<ModelImage, Going>;
  /** What does: where so many bytes are asked for, no more than that takes. */
  readonly going: ReadonlyMap<ModelImage, Going>;
  /** Of the repository, then of the image itself. */
  readonly ownReason: (image: ModelImage) => string | undefined;
}

/** Selected tags that go though their image stays: only 3.x removes one alone, and no bytes are freed by it. */
export function loneTags(judged: Judged): TagVerdict[] {
  return judged.question.freeBytes === undefined ? tagsThatMayGoAlone(judged) : [];
}

function tagsThatMayGoAlone({ question, verdicts, mayGo, ownReason }: Judged): TagVerdict[] {
  if (question.family !== '3.x') return [];
  return verdicts.filter(
    ({ image, reasons }) => reasons.length === 0 && !mayGo.has(image) && ownReason(image) === undefined,
  );
}

export function stayLines(judged: Judged): ModelLine[] {
  const { verdicts, mayGo } = judged;
  const lone = tagsThatMayGoAlone(judged);
  const tags = verdicts.filter(
    (each) => each.reasons.length === 0 && !mayGo.has(each.image) && !lone.includes(each),
  );
  const images = selectedIn(judged).filter(({ image }) => !mayGo.has(image));
  return [
    ...tags.map(({ image, tag }) => ({ ...placeOf(image), tag: tag.name, ...whyStays(judged, image) })),
    ...images.map(({ image }) => ({ ...placeOf(image), ...whyStays(judged, image) })),
  ];
}

function whyStays(judged: Judged, image: ModelImage): { reason: string; by?: string } {
  const { volume, images, mayGo, verdicts, ownReason } = judged;
  const own = ownReason(image);
  if (own !== undefined) return { reason: own };
  const notSelected = verdicts.filter((each) => each.image === image && each.reasons.length > 0);
  const [sharing] = notSelected.map(({ tag }) => tag.name).sort();
  if (sharing !== undefined) return { reason: 'shares-digest', by: sharing };
  const staying = images.filter((each) => !mayGo.has(each));
  const [needing] = staying
    .filter((each) => needs(volume, each, image))
    .map(({ digest }) => digest)
    .sort();
  if (needing !== undefined) return { reason: 'needed-by', by: needing };
  const [subject] = attachedTo(image, images)
    .filter((each) => !mayGo.has(each))
    .map(({ digest }) => digest)
    .sort();
  if (subject === undefined) throw new Error(`${image.repository.name}@${image.digest} stays for no reason.`);
  return { reason: 'refers-to', by: subject };
}

export function deleteLines(judged: Judged): ModelLine[] {
  const { going } = judged;
  const images = [...going.values()].map((each) => ({
    ...placeOf(each.image),
    tags: each.image.tags.map(({ name }) => name).sort(),
    ...whyGoes(judged, each),
  }));
  const tags = loneTags(judged).map((verdict) => ({
    ...placeOf(verdict.image),
    tag: verdict.tag.name,
    tags: [verdict.tag.name],
    ...ruleOf(judged, verdict.rule),
    reasons: ['selected'],
  }));
  return [...images, ...tags];
}

function whyGoes(judged: Judged, { image, isRoot, isChild }: Going): Partial<ModelLine> {
  if (!isRoot) return { reasons: [isChild ? 'child-of' : 'attached-to'] };
  const tags = judged.verdicts.filter((each) => each.image === image);
  const selected = selectedIn(judged).find((each) => each.image === image);
  const rules = tags.flatMap(({ rule }) => rule ?? []);
  const rule = rules.length > 0 ? Math.min(...rules) : selected?.rule;
  return {
    ...ruleOf(judged, rule),
    reasons: [...(tags.length > 0 ? ['selected'] : []), ...(selected === undefined ? [] : [selected.why])],
  };
}

export function keepLines(judged: Judged): ModelLine[] {
  const { verdicts, going, images, question } = judged;
  const judgedTags = verdicts
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ image, tag, rule, reasons }) => ({
      ...placeOf(image),
      tag: tag.name,
      ...ruleOf(judged, rule),
      reasons,
    }));
  const staying = images.filter(
    (image) => matchesOne(question.scope, image.repository.name) && !going.has(image),
  );
  const attached = staying.flatMap((image) =>
    attachedTags(image).map((tag) => ({ ...placeOf(image), tag: tag.name, reasons: ['attached'] })),
  );
  const others = judged.imageVerdicts.filter(
    ({ image, reasons }) => reasons.length > 0 && image.tags.length === 0 && !going.has(image),
  );
  return [
    ...judgedTags,
    ...attached,
    ...others.map(({ image, rule, reasons }) => ({
      ...placeOf(image),
      ...ruleOf(judged, rule),
      reasons,
    })),
    ...leftLines(judged),
  ];
}

/** What was selected, and may go, and is not needed to free so many bytes. */
function leftLines(judged: Judged): ModelLine[] {
  const { question, verdicts, mayGo, going } = judged;
  if (question.freeBytes === undefined) return [];
  const isLeft = (image: ModelImage) => mayGo.has(image) && !going.has(image);
  const lone = tagsThatMayGoAlone(judged);
  const tags = verdicts.filter(
    (each) => each.reasons.length === 0 && (isLeft(each.image) || lone.includes(each)),
  );
  const reasons = ['free-reached'];
  return [
    ...tags.map(({ image, tag, rule }) => ({
      ...placeOf(image),
      tag: tag.name,
      ...ruleOf(judged, rule),
      reasons,
    })),
    ...selectedIn(judged)
      .filter(({ image }) => isLeft(image))
      .map(({ image, rule }) => ({ ...placeOf(image), ...ruleOf(judged, rule), reasons })),
  ];
}

function selectedIn({ imageVerdicts }: Judged): ImageVerdict[] {
  return imageVerdicts.filter(({ reasons }) => reasons.length === 0);
}

function attachedTags({ tags, ordinary }: ModelImage): ModelTag[] {
  return tags.filter((tag) => !ordinary.includes(tag));
}

function ruleOf({ question }: Judged, rule: number | undefined): { rule?: string } {
  if (!question.isPolicy || rule === undefined) return {};
  return { rule: question.rules[rule]?.name ?? `rule ${rule + 1}` };
}

function placeOf({ repository, digest }: ModelImage): { repository: string; digest: string } {
  return { repository: repository.name, digest };
}

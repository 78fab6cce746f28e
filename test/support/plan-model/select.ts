import { listedBelow, type ModelImage } from './images.ts';
import { isAddressable } from './names.ts';
import { isProtected, type ModelQuestion, type ModelRule, matchesOne } from './question.ts';
import { ageAt, isKnown, untaggedSince } from './times.ts';
import type { ModelTag, ModelVolume } from './volume.ts';

/** What became of a tag: selected, or why not. */
export interface TagVerdict {
  readonly image: ModelImage;
  readonly tag: ModelTag;
  readonly rule: number | undefined;
  /** None where it is selected. */
  readonly reasons: readonly string[];
}

/** What became of an image that no tag leads to, or that is attached to what is gone. */
export interface ImageVerdict {
  readonly image: ModelImage;
  readonly rule: number;
  readonly why: 'untagged' | 'orphaned';
  /** None where it is selected. */
  readonly reasons: readonly string[];
}

/** Judges every ordinary tag of the repositories that are asked about. */
export function judgeTags(images: readonly ModelImage[], question: ModelQuestion): TagVerdict[] {
  const inScope = images.filter(({ repository }) => matchesOne(question.scope, repository.name));
  const all = inScope.flatMap((image) => image.ordinary.map((tag) => ({ image, tag })));
  const decided = all.map(({ image, tag }) => {
    const aside = setAside(image, tag, question);
    const rule = aside.length > 0 ? -1 : question.rules.findIndex((each) => decides(each, image, tag));
    return { image, tag, aside, rule };
  });
  return decided.map(({ image, tag, aside, rule }) => {
    if (aside.length > 0) return { image, tag, rule: undefined, reasons: aside };
    const by = question.rules[rule];
    if (by === undefined) return { image, tag, rule: undefined, reasons: ['no-rule'] };
    const rivals = decided.filter((each) => each.rule === rule && each.image.repository === image.repository);
    return { image, tag, rule, reasons: keptBy(by, { image, tag }, rivals, question.now) };
  });
}

function setAside({ repository }: ModelImage, { name }: ModelTag, question: ModelQuestion): string[] {
  if (!isAddressable(`${repository.name}:${name}`, 'tag')) return ['not-addressable'];
  if (question.protectsLatest && name === 'latest') return ['latest'];
  return isProtected(question.protect, repository.name, name) ? ['protected'] : [];
}

function decides(rule: ModelRule, { repository }: ModelImage, { name }: ModelTag): boolean {
  const saysOfTags = [rule.tags, rule.keepLast, rule.olderThanMs, rule.keepAll].some(
    (each) => each !== undefined,
  );
  if (!saysOfTags || rule.untaggedOnly) return false;
  return matchesOne(rule.repositories, repository.name) && matchesOne(rule.tags, name);
}

interface Judged {
  readonly image: ModelImage;
  readonly tag: ModelTag;
}

function keptBy(rule: ModelRule, { image, tag }: Judged, rivals: readonly Judged[], now: number): string[] {
  if (rule.keepAll) return ['keep-all'];
  const { keepLast, olderThanMs } = rule;
  if (keepLast === undefined && olderThanMs === undefined) return [];
  if (!isKnown(tag.time)) return ['time-unknown'];
  const isYounger = olderThanMs !== undefined && ageAt(now, tag.time) <= olderThanMs;
  const isLast = keepLast !== undefined && isAmongLast(keepLast, image, rivals, now);
  return [...(isLast ? ['keep-last'] : []), ...(isYounger ? ['not-older'] : [])];
}

/** True for an image of which less than so many others are newer. */
function isAmongLast(count: number, image: ModelImage, rivals: readonly Judged[], now: number): boolean {
  const known = rivals.filter(({ tag }) => isKnown(tag.time));
  const ageOf = (digest: string) =>
    Math.min(...known.filter((each) => each.image.digest === digest).map(({ tag }) => ageAt(now, tag.time)));
  const others = new Set(known.map((each) => each.image.digest));
  const own = ageOf(image.digest);
  return [...others].filter((digest) => ageOf(digest) < own).length < count;
}

/** Judges untagged images where a rule selects such, and those that are attached to what is gone. */
export function judgeImages(
  volume: ModelVolume,
  images: readonly ModelImage[],
  question: ModelQuestion,
): ImageVerdict[] {
  const inScope = images.filter(({ repository }) => matchesOne(question.scope, repository.name));
  return inScope.flatMap((image): ImageVerdict[] => {
    const ruleOf = (asks: (rule: ModelRule) => boolean) =>
      question.rules.findIndex((rule) => asks(rule) && matchesOne(rule.repositories, image.repository.name));
    const forUntagged = ruleOf((rule) => rule.untagged === true || rule.untaggedOnly === true);
    const forOrphaned = ruleOf((rule) => rule.orphaned === true);
    const untagged: ImageVerdict[] =
      forUntagged >= 0 && isUntagged(volume, image)
        ? [{ image, rule: forUntagged, why: 'untagged', reasons: tooYoung(image, question, forUntagged) }]
        : [];
    const orphaned: ImageVerdict[] =
      forOrphaned >= 0 && isOrphaned(volume, image, images)
        ? [{ image, rule: forOrphaned, why: 'orphaned', reasons: [] }]
        : [];
    const all = [...untagged, ...orphaned];
    const selected = all.filter(({ reasons }) => reasons.length === 0);
    return (selected.length > 0 ? selected : all).slice(0, 1);
  });
}

/** True for an image that no tag of its repository leads to, be it through indexes. */
export function isUntagged(volume: ModelVolume, { repository, digest }: ModelImage): boolean {
  return !repository.tags.some(({ target }) => target === digest || listedBelow(volume, target).has(digest));
}

function tooYoung(image: ModelImage, { now, rules }: ModelQuestion, rule: number): string[] {
  const { olderThanMs } = rules[rule] as ModelRule;
  if (olderThanMs === undefined) return [];
  const since = untaggedSince(image);
  if (since === undefined) return ['time-unknown'];
  return ageAt(now, since) > olderThanMs ? [] : ['not-selected'];
}

function isOrphaned(volume: ModelVolume, image: ModelImage, images: readonly ModelImage[]): boolean {
  if (image.subjects.length === 0 || image.ordinary.length > 0) return false;
  const held = heldBy(volume, images);
  return !image.subjects.some((subject) => held.some((digest) => digest.startsWith(subject)));
}

/** What some repository has as an image, and blobs that are there and that an image leads to. */
function heldBy(volume: ModelVolume, images: readonly ModelImage[]): string[] {
  const reached = new Set<string>();
  const visit = (digest: string): void => {
    if (reached.has(digest)) return;
    reached.add(digest);
    const manifest = volume.manifest(digest);
    for (const each of [...(manifest?.children ?? []), ...(manifest?.parts ?? [])]) visit(each);
  };
  for (const { digest } of images) visit(digest);
  const named = new Set(images.map(({ digest }) => digest));
  return [...reached].filter((digest) => named.has(digest) || volume.blobs.has(digest));
}

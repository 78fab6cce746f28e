import { collect, type ModelSum, sumOf } from './collect.ts';
import { whatGoes } from './going.ts';
import { imagesOf, type ModelImage } from './images.ts';
import { deleteLines, type Judged, keepLines, loneTags, type ModelLine, stayLines } from './lists.ts';
import { hasCircle, inOrder } from './order.ts';
import { pullable, withoutBlobs } from './pulls.ts';
import type { ModelQuestion } from './question.ts';
import { without } from './remove.ts';
import { judgeImages, judgeTags } from './select.ts';
import { imageReason, repositoryReason, usedIn } from './stay.ts';
import type { ModelVolume } from './volume.ts';

/** What the text says that a plan is: lists in no order. */
export interface ModelPlan {
  readonly keep: readonly ModelLine[];
  readonly delete: readonly ModelLine[];
  readonly stays: readonly ModelLine[];
  readonly freed: ModelSum;
  readonly garbageAlready: ModelSum;
  readonly together: ModelSum;
  readonly emptied: readonly string[];
  /** What the plan would break: then there is none. */
  readonly casualties: readonly string[];
}

/**
 * Makes a plan of a volume, by the letter of the rules; undefined where it would have to end within a circle of images
 * that are attached to one another.
 */
export function modelPlan(volume: ModelVolume, question: ModelQuestion): ModelPlan | undefined {
  const all = judge(volume, question);
  const { freeBytes, family } = question;
  const judged = freeBytes === undefined ? all : cut(all, freeBytes);
  if (judged === 'circle') return undefined;
  const lone = loneTags(judged);
  const images = [...judged.going.keys()];
  const planned = without(volume, images, lone, family);
  const [already, together] = [collect(volume, family), collect(planned, family)];
  const sums = [sumOf(volume, already), sumOf(volume, together)] as const;
  return {
    keep: keepLines(judged),
    delete: deleteLines(judged),
    stays: stayLines(judged),
    garbageAlready: sums[0],
    together: sums[1],
    freed: { blobs: sums[1].blobs - sums[0].blobs, bytes: sums[1].bytes - sums[0].bytes },
    casualties: casualties(volume, planned, [already, together], judged),
    emptied: emptied(
      judged,
      lone.map(({ image, tag }) => `${image.repository.name}:${tag.name}`),
    ),
  };
}

/** Judges everything that a question asks about. */
export function judge(volume: ModelVolume, question: ModelQuestion): Judged {
  const images = imagesOf(volume);
  const verdicts = judgeTags(images, question);
  const imageVerdicts = judgeImages(volume, images, question);
  const isUsed = usedIn(volume, question);
  const reasons = new Map(
    images.map((image) => [
      image,
      repositoryReason(volume, image.repository) ?? imageReason(volume, image, question, isUsed),
    ]),
  );
  const ownReason = (image: ModelImage) => reasons.get(image);
  const isCandidate = (image: ModelImage) => {
    const own = verdicts.filter((each) => each.image === image);
    return own.length > 0 && own.every((each) => each.reasons.length === 0);
  };
  const selected = imageVerdicts.filter(({ reasons }) => reasons.length === 0);
  const roots = new Set([...images.filter(isCandidate), ...selected.map(({ image }) => image)]);
  const going = whatGoes(volume, images, roots, (image) => ownReason(image) !== undefined);
  return { volume, question, images, verdicts, imageVerdicts, mayGo: going, going, ownReason };
}

/** No more than it takes to free so many bytes. */
function cut(judged: Judged, bytes: number): Judged | 'circle' {
  const { volume, images, going, question } = judged;
  if (hasCircle(volume, images, going)) return 'circle';
  const groups = inOrder(volume, images, going);
  for (let count = 0; count <= groups.length; count++) {
    const beginning = groups.slice(0, count).flat();
    const gone = collect(without(volume, beginning, [], question.family), question.family);
    if (count < groups.length && sumOf(volume, gone).bytes < bytes) continue;
    return { ...judged, going: new Map([...going].filter(([image]) => beginning.includes(image))) };
  }
  return judged;
}

/** What stays and can be pulled now and after the collection alone, and could not be after both. */
function casualties(
  volume: ModelVolume,
  planned: ModelVolume,
  [already, together]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  { images, going, question: { family } }: Judged,
): string[] {
  const staying = images.filter((image) => !going.has(image));
  const gone = new Set([...going.keys()].map(({ repository, digest }) => `${repository.name}@${digest}`));
  const alone = pullable(withoutBlobs(volume, already), staying, family);
  const both = pullable(withoutBlobs(planned, together), staying, family);
  return [...pullable(volume, staying, family)].filter(
    (image) => !gone.has(image) && alone.has(image) && !both.has(image),
  );
}

function emptied({ images, going }: Judged, lone: readonly string[]): string[] {
  const repositories = new Set(images.map(({ repository }) => repository));
  const isEmptied = [...repositories].filter((repository) => {
    const own = images.filter((image) => image.repository === repository);
    const tags = own.flatMap((image) => image.ordinary.map(({ name }) => ({ image, name })));
    const goes = ({ image, name }: (typeof tags)[number]) =>
      going.has(image) || lone.includes(`${repository.name}:${name}`);
    return tags.length > 0 && tags.every(goes);
  });
  return isEmptied.map(({ name }) => name).sort();
}

import type { Casualty } from '../../gc/casualties.ts';
import type { Loss } from '../../gc/losses.ts';
import type { GcPrediction } from '../../gc/predict.ts';
import { countOf, shortDigest } from '../format.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** What a collection would break, and what it would take of images that are broken now. */
export function renderBroken(prediction: GcPrediction, { limit }: { limit: number }, style: Style): string[] {
  const { casualties, losses } = prediction;
  const lines = [...renderCasualties(casualties, limit, style), ...renderLosses(prediction, limit, style)];
  const inLayers = [...casualties, ...losses].filter((each) => each.linkedInLayers).length;
  if (inLayers > 0) {
    const what = countOf(inLayers, 'manifest');
    lines.push(
      `${what} of these ${inLayers === 1 ? 'has its' : 'have their'} link in _layers only, as registry 2.1 made them: 2.x serves such a manifest, 3.x does not, and any collection deletes it.`,
    );
  }
  if (casualties.length > 0) return lines;
  return [...lines, unbrokenText(prediction)];
}

/** False where more tags may break than those that were seen. */
export function isKnown({ undetermined, warnings }: GcPrediction): boolean {
  return undetermined !== true && !warnings.some(({ code }) => code === 'incomplete');
}

/** True where what goes is fetched again. */
export function isOfCache({ warnings }: GcPrediction): boolean {
  return warnings.some(({ code }) => code === 'cache');
}

function unbrokenText(prediction: GcPrediction): string {
  const { losses } = prediction;
  const every = 'every tag that can be pulled now can be pulled after.';
  if (!isKnown(prediction))
    return 'It breaks no tag that was seen; what it breaks of the others is not known.';
  return losses.length > 0 ? `E${every.slice(1)}` : `It breaks nothing: ${every}`;
}

function renderCasualties(casualties: readonly Casualty[], limit: number, style: Style): string[] {
  if (casualties.length === 0) return [];
  const tags = casualties.filter(({ tag }) => tag !== undefined);
  const shown = limit === 0 ? tags : tags.slice(0, limit);
  const columns: Array<Column<Casualty>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    { title: 'would miss', value: ({ missing }) => describeDigests(missing), align: 'left' },
  ];
  const count = `${countOf(tags.length, 'tag')} that can be pulled now could`;
  return [
    style.warning(`It breaks images: ${count} not be pulled whole after.`),
    renderTable(shown, columns, style),
    ...renderMore(tags.length - shown.length, style),
  ];
}

function renderLosses(prediction: GcPrediction, limit: number, style: Style): string[] {
  const { losses } = prediction;
  if (losses.length === 0) return [];
  const shown = limit === 0 ? losses : losses.slice(0, limit);
  const columns: Array<Column<Loss>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    { title: 'would lose', value: ({ deletes }) => describeDigests(deletes), align: 'left' },
  ];
  const count = `${countOf(losses.length, 'tag')} that cannot be pulled whole now`;
  const advice = `mend ${losses.length === 1 ? 'it' : 'them'} before (stowage check says how)`;
  const what = isOfCache(prediction) ? 'a cache fetches it when it is asked for' : advice;
  return [
    style.warning(`It deletes what is left of ${count}: ${what}.`),
    renderTable(shown, columns, style),
    ...renderMore(losses.length - shown.length, style),
  ];
}

function describeDigests(digests: readonly string[]): string {
  const [first = '', ...others] = digests;
  return `${shortDigest(first)}${others.length === 0 ? '' : ` and ${countOf(others.length, 'other')}`}`;
}

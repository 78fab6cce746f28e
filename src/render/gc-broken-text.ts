import type { Casualty } from '../gc/casualties.ts';
import type { Loss } from '../gc/losses.ts';
import type { GcPrediction } from '../gc/predict.ts';
import { countOf, shortDigest } from './format.ts';
import { renderMore } from './more.ts';
import type { Style } from './style.ts';
import { type Column, renderTable } from './table.ts';

/** What a collection would break, and what it would make past mending. */
export function renderBroken(prediction: GcPrediction, { limit }: { limit: number }, style: Style): string[] {
  const { casualties, losses } = prediction;
  const lines = [...renderCasualties(casualties, limit, style), ...renderLosses(losses, limit, style)];
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

function unbrokenText({ losses, undetermined, warnings }: GcPrediction): string {
  const every = 'every tag that can be pulled now can be pulled after.';
  if (undetermined || warnings.some(({ code }) => code === 'incomplete'))
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

function renderLosses(losses: readonly Loss[], limit: number, style: Style): string[] {
  if (losses.length === 0) return [];
  const shown = limit === 0 ? losses : losses.slice(0, limit);
  const columns: Array<Column<Loss>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    { title: 'would lose', value: ({ deletes }) => describeDigests(deletes), align: 'left' },
  ];
  const count = `${countOf(losses.length, 'tag')} that cannot be pulled whole now`;
  return [
    style.warning(
      `It deletes what is left of ${count}: mend ${losses.length === 1 ? 'it' : 'them'} before (stowage check says how).`,
    ),
    renderTable(shown, columns, style),
    ...renderMore(losses.length - shown.length, style),
  ];
}

function describeDigests(digests: readonly string[]): string {
  const [first = '', ...others] = digests;
  return `${shortDigest(first)}${others.length === 0 ? '' : ` and ${countOf(others.length, 'other')}`}`;
}

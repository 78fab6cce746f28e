import type { PredictionAnswer } from '../../../answers/gc.ts';
import type { Casualty } from '../../../gc/harm/casualties.ts';
import type { Loss } from '../../../gc/harm/losses.ts';
import { countOf, shortDigest } from '../../format.ts';
import { firstOf } from '../parts/first-of.ts';
import type { Style } from '../parts/style.ts';
import { type Column, renderTable } from '../parts/table.ts';
import { renderMore } from '../parts/what-was-cut.ts';

/** What a collection would break, and what it would take of images that are broken now. */
export function renderBroken(told: PredictionAnswer, style: Style): string[] {
  const { linkedInLayers, counts } = told;
  const lines = [...renderCasualties(told, style), ...renderLosses(told, style)];
  if (linkedInLayers > 0) {
    const what = countOf(linkedInLayers, 'manifest');
    lines.push(
      `${what} of these ${linkedInLayers === 1 ? 'has its' : 'have their'} link in _layers only, as registry 2.1 made them: 2.x serves such a manifest, 3.x does not, and any collection deletes it.`,
    );
  }
  return counts.casualties > 0 ? lines : [...lines, unbrokenText(told)];
}

function unbrokenText({ isKnown, losses }: PredictionAnswer): string {
  const every = 'every tag that can be pulled now can be pulled after.';
  if (!isKnown) return 'It breaks no tag that was seen; what it breaks of the others is not known.';
  return losses.count > 0 ? `E${every.slice(1)}` : `It breaks nothing: ${every}`;
}

function renderCasualties({ brokenTags, counts }: PredictionAnswer, style: Style): string[] {
  if (counts.casualties === 0) return [];
  const columns: Array<Column<Casualty>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    {
      title: 'would miss',
      value: ({ missing }) => firstOf(missing.map(shortDigest), 1, 'other'),
      align: 'left',
    },
  ];
  const count = `${countOf(brokenTags.count, 'tag')} that can be pulled now could`;
  return [
    style.warning(`It breaks images: ${count} not be pulled whole after.`),
    renderTable(brokenTags.rows, columns, style),
    ...renderMore(brokenTags, style),
  ];
}

function renderLosses({ losses, isOfCache }: PredictionAnswer, style: Style): string[] {
  if (losses.count === 0) return [];
  const columns: Array<Column<Loss>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    {
      title: 'would lose',
      value: ({ deletes }) => firstOf(deletes.map(shortDigest), 1, 'other'),
      align: 'left',
    },
  ];
  const count = `${countOf(losses.count, 'tag')} that cannot be pulled whole now`;
  const advice = `mend ${losses.count === 1 ? 'it' : 'them'} before (stowage check says how)`;
  const what = isOfCache ? 'a cache fetches it when it is asked for' : advice;
  return [
    style.warning(`It deletes what is left of ${count}: ${what}.`),
    renderTable(losses.rows, columns, style),
    ...renderMore(losses, style),
  ];
}

import type { AbortGroup } from '../../../answers/gc/aborts.ts';
import type { PredictionAnswer } from '../../../answers/gc.ts';
import type { Abort } from '../../../gc/aborts/abort.ts';
import { escapeText } from '../../escape.ts';
import { countOf, shortDigest } from '../../format.ts';
import type { Style } from '../parts/style.ts';
import { renderMore } from '../parts/what-was-cut.ts';

/** On what a collection would end before its time, and what to do about it. */
export function renderAborts(told: PredictionAnswer, style: Style): string[] {
  const { prediction, counts, isOfCache } = told;
  // Marking comes first and deletes nothing; manifests go before the blobs are looked at.
  const end = prediction.deletesBeforeAbort ? 'after it has deleted manifests' : 'and delete nothing';
  const early = counts.allAborts === 0 ? [] : [style.warning(`It would abort, ${end}:`)];
  const late =
    counts.deletionAborts === 0
      ? []
      : [style.warning(`Once it deletes it would abort on ${countOf(counts.deletionAborts, 'thing')}:`)];
  if (early.length + late.length === 0) return [];
  return [
    ...early,
    ...renderGroups(told.aborts, isOfCache, style),
    ...late,
    ...renderGroups(told.deletionAborts, isOfCache, style),
    'What follows is what it would do if that were moved away instead of mended.',
  ];
}

function renderGroups(groups: readonly AbortGroup[], isOfCache: boolean, style: Style): string[] {
  return groups.flatMap(({ hint, aborts }) => [
    ...aborts.rows.map((abort) => `  ${renderAbort(abort)}`),
    ...renderMore(aborts, style),
    // Nobody can push to a cache, and it has nothing that must be kept.
    ...(isOfCache ? [] : [`    ${hint}`]),
  ]);
}

/** An abort in one line. */
export function renderAbort({ reason, path, digest }: Abort): string {
  const manifest = digest === undefined ? '' : ` (manifest ${shortDigest(digest)})`;
  return `${escapeText(path)}: ${escapeText(reason)}${manifest}`;
}

import type { Abort } from '../../gc/abort.ts';
import type { GcPrediction } from '../../gc/predict.ts';
import { escapeText } from '../escape.ts';
import { countOf, shortDigest } from '../format.ts';
import { isOfCache } from './gc-broken.ts';
import type { Style } from './parts/style.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** On what a collection would end before its time, and what to do about it. */
export function renderAborts(prediction: GcPrediction, { limit }: { limit: number }, style: Style): string[] {
  const { allAborts, deletionAborts } = prediction;
  const isCache = isOfCache(prediction);
  const early = allAborts.length === 0 ? [] : [style.warning(`It would abort, ${endOf(prediction)}:`)];
  const late =
    deletionAborts.length === 0
      ? []
      : [style.warning(`Once it deletes it would abort on ${countOf(deletionAborts.length, 'thing')}:`)];
  if (early.length + late.length === 0) return [];
  return [
    ...early,
    ...renderGroups(allAborts, isCache, limit, style),
    ...late,
    ...renderGroups(deletionAborts, isCache, limit, style),
    'What follows is what it would do if that were moved away instead of mended.',
  ];
}

/** Marking comes first and deletes nothing; manifests go before the blobs are looked at. */
function endOf({ deletesBeforeAbort }: GcPrediction): string {
  return deletesBeforeAbort ? 'after it has deleted manifests' : 'and delete nothing';
}

/** In the order in which a collection would meet them, and those together of which the same is to be done. */
function renderGroups(aborts: readonly Abort[], isCache: boolean, limit: number, style: Style): string[] {
  return [...new Set(aborts.map(({ hint }) => hint))].flatMap((hint) => {
    const group = aborts.filter((abort) => abort.hint === hint);
    const shown = limit === 0 ? group : group.slice(0, limit);
    return [
      ...shown.map((abort) => `  ${renderAbort(abort)}`),
      ...renderMore(group.length - shown.length, style),
      // Nobody can push to a cache, and it has nothing that must be kept.
      ...(isCache ? [] : [`    ${hint}`]),
    ];
  });
}

/** An abort in one line. */
export function renderAbort({ reason, path, digest }: Abort): string {
  const manifest = digest === undefined ? '' : ` (manifest ${shortDigest(digest)})`;
  return `${escapeText(path)}: ${escapeText(reason)}${manifest}`;
}

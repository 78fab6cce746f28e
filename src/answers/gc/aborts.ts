import type { Abort } from '../../gc/aborts/abort.ts';
import type { GcPrediction } from '../../gc/predict.ts';
import type { RegistryFamily } from '../../gc/registry-version.ts';
import { cutList, type List } from '../lists.ts';

/** What a collection would end on and of which the same is to be done. */
export interface AbortGroup {
  readonly hint: string;
  readonly aborts: List<Abort>;
}

/** What collectors of some families end on first. */
export interface FirstAbort {
  readonly families: readonly RegistryFamily[];
  readonly abort: Abort;
  /** True where none of them deletes anything before. */
  readonly deletesNothing: boolean;
}

/** In the order in which a collection would meet them, and those together of which the same is to be done. */
export function groupAborts(aborts: readonly Abort[], limit: number): AbortGroup[] {
  return [...new Set(aborts.map(({ hint }) => hint))].map((hint) => {
    const group = aborts.filter((abort) => abort.hint === hint);
    return { hint, aborts: cutList(group, limit) };
  });
}

/** What each collection would end on first. */
export function firstAbortsOf(predictions: readonly GcPrediction[]): FirstAbort[] {
  const groups = new Map<string, FirstAbort>();
  for (const { family, allAborts, deletionAborts, deletesBeforeAbort } of predictions) {
    const abort = allAborts[0] ?? deletionAborts[0];
    if (abort === undefined) continue;
    const key = JSON.stringify([abort.path, abort.reason, abort.digest]);
    const known = groups.get(key) ?? { families: [], abort, deletesNothing: true };
    const deletesNothing = allAborts.length > 0 && !deletesBeforeAbort;
    groups.set(key, {
      families: [...known.families, family],
      abort: known.abort,
      deletesNothing: known.deletesNothing && deletesNothing,
    });
  }
  return [...groups.values()];
}

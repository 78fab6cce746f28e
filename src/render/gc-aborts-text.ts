import type { Abort } from '../gc/collection.ts';
import type { GcPrediction } from '../gc/predict.ts';
import { BLOBS, REPOSITORIES } from '../registry/layout.ts';
import { escapeText } from './escape.ts';
import { countOf, shortDigest } from './format.ts';
import { renderMore } from './more.ts';
import type { Style } from './style.ts';

/** On what a collection would end before its time, and what to do about it. */
export function renderAborts(prediction: GcPrediction, { limit }: { limit: number }, style: Style): string[] {
  const { allAborts, deletionAborts } = prediction;
  const list = (aborts: readonly Abort[]) => {
    const shown = limit === 0 ? aborts : aborts.slice(0, limit);
    return [
      ...shown.map((abort) => `  ${renderAbort(abort)}`),
      ...renderMore(aborts.length - shown.length, style),
    ];
  };
  const early = allAborts.length === 0 ? [] : [style.warning(`It would abort, ${endOf(prediction)}:`)];
  const late =
    deletionAborts.length === 0
      ? []
      : [style.warning(`Once it deletes it would abort on ${countOf(deletionAborts.length, 'thing')}:`)];
  if (early.length + late.length === 0) return [];
  return [
    ...early,
    ...list(allAborts),
    ...late,
    ...list(deletionAborts),
    ...remediesOf([...allAborts, ...deletionAborts]),
    'What follows is what it would do without them.',
  ];
}

/** Marking comes first and deletes nothing; manifests go before the blobs are looked at. */
function endOf({ deletesBeforeAbort }: GcPrediction): string {
  return deletesBeforeAbort ? 'after it has deleted manifests' : 'and delete nothing';
}

function renderAbort({ reason, path, digest }: Abort): string {
  const manifest = digest === undefined ? '' : ` (manifest ${shortDigest(digest)})`;
  return `${escapeText(path)}: ${escapeText(reason)}${manifest}`;
}

/** What to do, by what ends it: what is in the way is moved, what is missing is not. */
function remediesOf(aborts: readonly Abort[]): string[] {
  const lacksTags = ({ reason }: Abort) => reason.endsWith('there is no tags directory');
  const lacksPath = ({ reason }: Abort) => reason === 'path not found';
  const remedies = [];
  if (aborts.some((abort) => !lacksTags(abort) && !lacksPath(abort))) {
    remedies.push(
      'Move what is in the way somewhere else, after a backup (stowage check says more of each).',
    );
  }
  if (aborts.some(lacksTags)) {
    remedies.push(
      'Collect without --delete-untagged: with an empty tags directory all that the repository holds would be untagged, and go.',
    );
  }
  const lacking = new Set(aborts.filter(lacksPath).map(({ path }) => path));
  if (lacking.delete(REPOSITORIES)) {
    remedies.push(
      'Mount the disk of repositories/. Do not make it: while it is empty, a collection deletes every blob.',
    );
  }
  if (lacking.delete(BLOBS)) remedies.push('Mount the disk of blobs/, or restore it.');
  if (lacking.size > 0) remedies.push('Make the directory that is not there.');
  return remedies;
}

import type { Casualty } from '../gc/casualties.ts';
import type { Abort } from '../gc/collection.ts';
import type { GcPrediction } from '../gc/predict.ts';
import type { Survivor } from '../gc/survivors.ts';
import { escapeText } from './escape.ts';
import { countOf, formatBytes, formatPercent } from './format.ts';
import type { Style } from './style.ts';
import { type Column, renderTable } from './table.ts';

/** Options of {@link renderGc}. */
export interface GcTextOptions {
  /** Rows of each list, 0 for all. */
  readonly limit: number;
  /** What the whole volume holds, in bytes. */
  readonly volumeBytes: number;
}

const SHORT_DIGEST = 'sha256:'.length + 12;

/** One prediction: what is frightening first, then the numbers, then the lists. */
export function renderGc(prediction: GcPrediction, options: GcTextOptions, style: Style): string {
  const sections = [
    [style.heading(title(prediction))],
    renderAborts(prediction, options, style),
    renderCasualties(prediction, options, style),
    renderNumbers(prediction, options, style),
    renderRepositories(prediction, options, style),
    prediction.survivors.length === 0
      ? []
      : [
          style.heading('Stays, though one might expect it to go'),
          ...prediction.survivors.map(renderSurvivor),
        ],
    prediction.warnings.map(({ message }) => style.warning(message)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function title({ registry, family, deleteUntagged }: GcPrediction): string {
  const version = registry === family ? `registry ${family}` : `registry ${registry} (as all of ${family})`;
  return `garbage-collect${deleteUntagged ? ' --delete-untagged' : ''} of ${version}`;
}

function renderAborts(prediction: GcPrediction, { limit }: GcTextOptions, style: Style): string[] {
  const { allAborts } = prediction;
  if (allAborts.length === 0) return [];
  const shown = limit === 0 ? allAborts : allAborts.slice(0, limit);
  return [
    style.warning(`It would abort, ${endOf(prediction)}. Take out of the way, after a backup:`),
    ...shown.map((abort) => `  ${renderAbort(abort)}`),
    ...renderMore(allAborts.length - shown.length, style),
    'What follows is what it would do without them.',
  ];
}

/** Marking comes first and deletes nothing; manifests go before the blobs are looked at. */
function endOf({ deletesBeforeAbort }: GcPrediction): string {
  return deletesBeforeAbort ? 'after it has deleted manifests' : 'and delete nothing';
}

function renderAbort({ reason, path, digest }: Abort): string {
  const manifest = digest === undefined ? '' : ` (manifest ${digest.slice(0, SHORT_DIGEST)})`;
  return `${escapeText(path)}: ${escapeText(reason)}${manifest}`;
}

function renderCasualties({ casualties }: GcPrediction, { limit }: GcTextOptions, style: Style): string[] {
  const tags = casualties.filter(({ tag }) => tag !== undefined);
  if (casualties.length === 0)
    return ['It breaks nothing: every tag that can be pulled now can be pulled after.'];
  const shown = limit === 0 ? tags : tags.slice(0, limit);
  const columns: Array<Column<Casualty>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    { title: 'would miss', value: ({ missing }) => describeMissing(missing), align: 'left' },
  ];
  const count =
    tags.length === 1
      ? '1 tag that can be pulled now could'
      : `${countOf(tags.length, 'tag')} that can be pulled now could`;
  return [
    style.warning(`It breaks images: ${count} not be pulled whole after.`),
    renderTable(shown, columns, style),
    ...renderMore(tags.length - shown.length, style),
  ];
}

function describeMissing(missing: readonly string[]): string {
  const [first = '', ...others] = missing;
  return `${first.slice(0, SHORT_DIGEST)}${others.length === 0 ? '' : ` and ${countOf(others.length, 'other')}`}`;
}

function renderNumbers(prediction: GcPrediction, { volumeBytes }: GcTextOptions, style: Style): string[] {
  const { blobs, bytes, manifests, layerLinks, marked, young } = prediction;
  const share = `${formatBytes(bytes)} in ${countOf(blobs.length, 'blob')}, ${formatPercent(bytes, volumeBytes)} of the volume`;
  const counts = `${countOf(manifests.length, 'manifest')} and ${countOf(layerLinks.length, 'layer link')} with them; ${countOf(marked, 'digest')} marked`;
  const lines = [`${style.heading('It frees')}  ${share}`, `  ${counts}`];
  if (young.blobs > 0) {
    const sum = `${countOf(young.blobs, 'blob')} of these, ${formatBytes(young.bytes)}, ${young.blobs === 1 ? 'is' : 'are'} younger than 24 hours`;
    lines.push(style.warning(`  ${sum}: a collection while somebody pushes destroys what is pushed.`));
  }
  return lines;
}

function renderRepositories(
  { byRepository }: GcPrediction,
  { limit }: GcTextOptions,
  style: Style,
): string[] {
  if (byRepository.length === 0) return [];
  const shown = limit === 0 ? byRepository : byRepository.slice(0, limit);
  const columns: Array<Column<GcPrediction['byRepository'][number]>> = [
    { title: 'repository', value: ({ repository }) => repository, align: 'left', isFlexible: true },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'blobs', value: ({ blobs }) => String(blobs) },
  ];
  return [
    style.heading('Where it is linked from (a shared blob counts in each)'),
    renderTable(shown, columns, style),
    ...renderMore(byRepository.length - shown.length, style),
  ];
}

function renderSurvivor({ what, count, bytes }: Survivor): string {
  const texts = {
    uploads: `${countOf(count, 'unfinished upload')}, ${formatBytes(bytes)}: only the running registry purges them`,
    'layer-links': `${countOf(count, 'layer link')} to blobs that are gone`,
    'subjectless-tags': `${countOf(count, 'tag')} of signatures and the like whose subject is gone, ${formatBytes(bytes)}`,
    'unseen-repositories': `${countOf(count, 'repository', 'repositories')} that this version does not see`,
  };
  return `  ${texts[what]}`;
}

function renderMore(left: number, style: Style): string[] {
  return left > 0 ? [style.dim(`  … and ${countOf(left, 'more', 'more')} (--limit 0 shows all)`)] : [];
}

/** The families side by side. */
export function renderGcComparison(
  predictions: readonly GcPrediction[],
  options: GcTextOptions,
  style: Style,
): string {
  const rows: ReadonlyArray<readonly [string, (prediction: GcPrediction) => string]> = [
    [
      'aborts',
      ({ allAborts }) => (allAborts.length === 0 ? 'no' : `yes, on ${countOf(allAborts.length, 'thing')}`),
    ],
    ['tags it breaks', ({ casualties }) => String(casualties.filter(({ tag }) => tag !== undefined).length)],
    ['frees', ({ bytes }) => formatBytes(bytes)],
    ['of the volume', ({ bytes }) => formatPercent(bytes, options.volumeBytes)],
    ['blobs', ({ blobs }) => String(blobs.length)],
    ['manifests', ({ manifests }) => String(manifests.length)],
    ['layer links', ({ layerLinks }) => String(layerLinks.length)],
  ];
  const columns: Array<Column<(typeof rows)[number]>> = [
    { title: '', value: ([name]) => name, align: 'left' },
    ...predictions.map((prediction) => ({
      title: `registry ${prediction.family}`,
      value: ([, show]: (typeof rows)[number]) => show(prediction),
    })),
  ];
  const flag = predictions[0]?.deleteUntagged ? ' --delete-untagged' : '';
  const hint = 'The two families differ. Name yours for the lists: stowage gc --registry 2.8.3, or 3.1.1.';
  return `${[style.heading(`garbage-collect${flag}`), renderTable(rows, columns, style), '', hint].join('\n')}\n`;
}

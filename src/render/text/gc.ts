import type { GcPrediction } from '../../gc/predict.ts';
import type { Survivor } from '../../gc/survivors.ts';
import type { GcWarning } from '../../gc/warnings.ts';
import { countOf, formatBytes, formatCount, formatPercent } from '../format.ts';
import { renderAborts } from './gc-aborts.ts';
import { renderBroken } from './gc-broken.ts';
import { renderNamedElsewhere } from './named-elsewhere.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderCaveat } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** Options of {@link renderGc}. */
export interface GcTextOptions {
  /** Rows of each list, 0 for all. */
  readonly limit: number;
  /** What the whole volume holds, in bytes. */
  readonly volumeBytes: number;
}

/** One prediction: what is frightening first, then the numbers, then the lists. */
export function renderGc(prediction: GcPrediction, options: GcTextOptions, style: Style): string {
  const { warnings } = prediction;
  const sections = [
    [style.heading(title(prediction))],
    warnings.filter(isGrave).flatMap((warning) => renderWarning(warning, style)),
    renderAborts(prediction, options, style),
    renderBroken(prediction, options, style),
    renderNumbers(prediction, options, style),
    renderRepositories(prediction, options, style),
    prediction.survivors.length === 0
      ? []
      : [
          style.heading('Stays, though one might expect it to go'),
          ...prediction.survivors.map(renderSurvivor),
        ],
    warnings.filter((warning) => !isGrave(warning)).flatMap((warning) => renderWarning(warning, style)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** True where nothing of what it would do may be believed, or the collector is not to be run here: said before all. */
export function isGrave({ code }: GcWarning): boolean {
  return code !== 'links-not-read';
}

/** What it says, and where. */
export function renderWarning(warning: GcWarning, style: Style): string[] {
  return renderCaveat(warning).map((line) => style.warning(line));
}

function title({ registry, family, deleteUntagged }: GcPrediction): string {
  const version = registry === family ? `registry ${family}` : `registry ${registry} (as all of ${family})`;
  return `garbage-collect${deleteUntagged ? ' --delete-untagged' : ''} of ${version}`;
}

function renderNumbers(prediction: GcPrediction, { volumeBytes }: GcTextOptions, style: Style): string[] {
  const { blobs, bytes, manifests, layerLinks, marked, young } = prediction;
  const share = `${formatBytes(bytes)} in ${countOf(blobs.length, 'blob')}, ${formatPercent(bytes, volumeBytes)} of the volume`;
  const counts = `${countOf(manifests.length, 'manifest')} and ${countOf(layerLinks.length, 'layer link')} with them; ${countOf(marked, 'digest')} marked`;
  const lines = [`${style.heading('It frees')}  ${doubtful(prediction, share)}`, `  ${counts}`];
  if (young.blobs > 0) {
    const sum = `${countOf(young.blobs, 'blob')} of these, ${formatBytes(young.bytes)}, ${young.blobs === 1 ? 'is' : 'are'} younger than 24 hours`;
    lines.push(style.warning(`  ${sum}: a collection while somebody pushes destroys what is pushed.`));
  }
  return [...lines, ...renderNamedElsewhere(prediction.namedElsewhere, style)];
}

/** Where nothing was seen to go, no sum is the most that could. */
function doubtful({ undetermined, blobs }: GcPrediction, share: string): string {
  if (undetermined !== true) return share;
  return blobs.length === 0 ? 'undetermined' : `undetermined, up to ${share}`;
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
    { title: 'blobs', value: ({ blobs }) => formatCount(blobs) },
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
    'uploads-never-purged': `${countOf(count, 'unfinished upload')}, ${formatBytes(bytes)}: no registry purges what does not say when it began`,
    'layer-links': `${countOf(count, 'layer link')} to blobs that would be missing`,
    'subjectless-tags': `${countOf(count, 'tag')} whose subject is gone, as of a signature; ${formatBytes(bytes)} that no other tag has`,
    'unseen-repositories': `${countOf(count, 'repository', 'repositories')} that this version does not see`,
  };
  return `  ${texts[what]}`;
}

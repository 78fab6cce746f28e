import type { PredictionAnswer } from '../../../answers/gc.ts';
import type { GcPrediction } from '../../../gc/predict.ts';
import type { GcWarning } from '../../../gc/warnings.ts';
import { countOf, formatBytes, formatCount, formatPercent } from '../../format.ts';
import { survivorText } from '../../words/survivors.ts';
import { renderNamedElsewhere } from '../parts/named-elsewhere.ts';
import type { Style } from '../parts/style.ts';
import { type Column, renderTable } from '../parts/table.ts';
import { renderCaveat } from '../parts/warnings.ts';
import { renderMore } from '../parts/what-was-cut.ts';
import { renderAborts } from './aborts.ts';
import { renderBroken } from './broken.ts';

/** One prediction: what is frightening first, then the numbers, then the lists. */
export function renderPrediction(told: PredictionAnswer, volumeBytes: number, style: Style): string {
  const { survivors } = told.prediction;
  const sections = [
    [style.heading(title(told.prediction))],
    told.graveWarnings.flatMap((warning) => renderWarning(warning, style)),
    renderAborts(told, style),
    renderBroken(told, style),
    renderNumbers(told, volumeBytes, style),
    renderRepositories(told, style),
    survivors.length === 0
      ? []
      : [
          style.heading('Stays, though one might expect it to go'),
          ...survivors.map((each) => `  ${survivorText(each)}`),
        ],
    told.otherWarnings.flatMap((warning) => renderWarning(warning, style)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What it says, and where. */
export function renderWarning(warning: GcWarning, style: Style): string[] {
  return renderCaveat(warning).map((line) => style.warning(line));
}

function title({ registry, family, deleteUntagged }: GcPrediction): string {
  const version = registry === family ? `registry ${family}` : `registry ${registry} (as all of ${family})`;
  return `garbage-collect${deleteUntagged ? ' --delete-untagged' : ''} of ${version}`;
}

function renderNumbers(
  { prediction, counts }: PredictionAnswer,
  volumeBytes: number,
  style: Style,
): string[] {
  const { bytes, marked, young, undetermined, namedElsewhere } = prediction;
  const share = `${formatBytes(bytes)} in ${countOf(counts.blobs, 'blob')}, ${formatPercent(bytes, volumeBytes)} of the volume`;
  const others = `${countOf(counts.manifests, 'manifest')} and ${countOf(counts.layerLinks, 'layer link')} with them; ${countOf(marked, 'digest')} marked`;
  // Where nothing was seen to go, no sum is the most that could.
  const doubtful = counts.blobs === 0 ? 'undetermined' : `undetermined, up to ${share}`;
  const lines = [`${style.heading('It frees')}  ${undetermined === true ? doubtful : share}`, `  ${others}`];
  if (young.blobs > 0) {
    const sum = `${countOf(young.blobs, 'blob')} of these, ${formatBytes(young.bytes)}, ${young.blobs === 1 ? 'is' : 'are'} younger than 24 hours`;
    lines.push(style.warning(`  ${sum}: a collection while somebody pushes destroys what is pushed.`));
  }
  return [...lines, ...renderNamedElsewhere(namedElsewhere, style)];
}

function renderRepositories({ repositories }: PredictionAnswer, style: Style): string[] {
  if (repositories.count === 0) return [];
  const columns: Array<Column<GcPrediction['byRepository'][number]>> = [
    { title: 'repository', value: ({ repository }) => repository, align: 'left', isFlexible: true },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'blobs', value: ({ blobs }) => formatCount(blobs) },
  ];
  return [
    style.heading('Where it is linked from (a shared blob counts in each)'),
    renderTable(repositories.rows, columns, style),
    ...renderMore(repositories, style),
  ];
}

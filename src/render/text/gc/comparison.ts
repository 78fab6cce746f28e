import type { FirstAbort } from '../../../answers/gc/aborts.ts';
import type { GcAnswer, PredictionAnswer } from '../../../answers/gc.ts';
import { countOf, formatBytes, formatCount, formatPercent } from '../../format.ts';
import type { Style } from '../parts/style.ts';
import { type Column, renderTable } from '../parts/table.ts';
import { renderAbort } from './aborts.ts';
import { renderWarning } from './one.ts';

type Row = readonly [string, (told: PredictionAnswer) => string];

/** The families side by side. */
export function renderComparison(answer: GcAnswer, style: Style): string {
  const { predictions } = answer;
  const columns: Array<Column<Row>> = [
    { title: '', value: ([name]) => name, align: 'left' },
    ...predictions.map((told) => ({
      title: `registry ${told.prediction.family}`,
      value: ([, show]: Row) => show(told),
    })),
  ];
  const flag = predictions[0]?.prediction.deleteUntagged ? ' --delete-untagged' : '';
  const compared = answer.areAlike ? 'Both families do the same here.' : 'The two families differ.';
  return `${[
    style.heading(`garbage-collect${flag}`),
    ...answer.graveWarnings.flatMap((warning) => [...renderWarning(warning, style), '']),
    renderTable(rowsOf(answer), columns, style),
    '',
    ...answer.firstAborts.flatMap((first) => renderFirstAbort(first, style)),
    `${compared} Name yours for the lists: stowage gc --registry 2.8.3, or 3.1.1.`,
  ].join('\n')}\n`;
}

function rowsOf({ predictions, volumeBytes }: GcAnswer): Row[] {
  const some = (has: (told: PredictionAnswer) => boolean, row: Row) => (predictions.some(has) ? [row] : []);
  return [
    ['aborts', abortsText],
    ['tags it breaks', breaksText],
    // Tags of which a collection takes what is left, though they could be mended before.
    ...some(
      ({ losses }) => losses.count > 0,
      ['broken tags it loses', ({ losses }) => formatCount(losses.count)],
    ),
    ['frees', (told) => atMost(told, formatBytes(told.prediction.bytes))],
    ['of the volume', (told) => atMost(told, formatPercent(told.prediction.bytes, volumeBytes))],
    ['blobs', ({ counts }) => formatCount(counts.blobs)],
    // What somebody may just be pushing.
    ...some(({ prediction }) => prediction.young.blobs > 0, ['younger than 24 hours', youngText]),
    // Blobs whose file has another name that stays.
    ...some(
      ({ prediction }) => prediction.namedElsewhere !== undefined,
      ['of them free nothing', ({ prediction }) => formatCount(prediction.namedElsewhere ?? 0)],
    ),
    ['manifests', ({ counts }) => formatCount(counts.manifests)],
    ['layer links', ({ counts }) => formatCount(counts.layerLinks)],
  ];
}

function abortsText({ abortsCount }: PredictionAnswer): string {
  return abortsCount === 0 ? 'no' : `yes, on ${countOf(abortsCount, 'thing')}`;
}

function breaksText({ brokenTags, isKnown }: PredictionAnswer): string {
  if (isKnown) return formatCount(brokenTags.count);
  return brokenTags.count === 0 ? 'unknown' : `${formatCount(brokenTags.count)} or more`;
}

/** Where nothing was seen to go, no sum is the most that could. */
function atMost({ counts, prediction }: PredictionAnswer, sum: string): string {
  if (!prediction.undetermined) return sum;
  return counts.blobs === 0 ? 'unknown' : `up to ${sum}`;
}

function youngText({ prediction: { young } }: PredictionAnswer): string {
  return young.blobs === 0 ? '0' : `${formatCount(young.blobs)}, ${formatBytes(young.bytes)}`;
}

/** What aborts mean for the numbers, and the first of them. */
function renderFirstAbort({ families, abort, deletesNothing }: FirstAbort, style: Style): string[] {
  const end = deletesNothing ? ' and delete nothing' : '';
  return [
    style.warning(
      `Registry ${families.join(' or ')} would abort${end}: the numbers leave out what it aborts on, first of all`,
    ),
    `  ${renderAbort(abort)}`,
    '',
  ];
}

import type { GcPrediction } from '../gc/predict.ts';
import { countOf, formatBytes, formatCount, formatPercent } from './format.ts';
import { type GcTextOptions, isGrave, renderWarning } from './gc-text.ts';
import type { Style } from './style.ts';
import { type Column, renderTable } from './table.ts';

type Row = readonly [string, (prediction: GcPrediction) => string];

function abortsText({ allAborts, deletionAborts }: GcPrediction): string {
  const count = allAborts.length + deletionAborts.length;
  return count === 0 ? 'no' : `yes, on ${countOf(count, 'thing')}`;
}

/** Tags that a collection makes past mending. */
const PAST_MENDING: Row = ['tags past mending', ({ losses }) => formatCount(losses.length)];

/** Blobs whose file has another name that stays. */
const FREE_NOTHING: Row = ['of them free nothing', ({ namedElsewhere }) => formatCount(namedElsewhere ?? 0)];

/** The families side by side. */
export function renderGcComparison(
  predictions: readonly GcPrediction[],
  options: GcTextOptions & { readonly areAlike: boolean },
  style: Style,
): string {
  const rows: readonly Row[] = [
    ['aborts', abortsText],
    [
      'tags it breaks',
      ({ casualties }) => formatCount(casualties.filter(({ tag }) => tag !== undefined).length),
    ],
    ...(predictions.some(({ losses }) => losses.length > 0) ? [PAST_MENDING] : []),
    ['frees', ({ bytes }) => formatBytes(bytes)],
    ['of the volume', ({ bytes }) => formatPercent(bytes, options.volumeBytes)],
    ['blobs', ({ blobs }) => formatCount(blobs.length)],
    ...(predictions.some(({ namedElsewhere }) => namedElsewhere !== undefined) ? [FREE_NOTHING] : []),
    ['manifests', ({ manifests }) => formatCount(manifests.length)],
    ['layer links', ({ layerLinks }) => formatCount(layerLinks.length)],
  ];
  const columns: Array<Column<Row>> = [
    { title: '', value: ([name]) => name, align: 'left' },
    ...predictions.map((prediction) => ({
      title: `registry ${prediction.family}`,
      value: ([, show]: Row) => show(prediction),
    })),
  ];
  const flag = predictions[0]?.deleteUntagged ? ' --delete-untagged' : '';
  const compared = options.areAlike ? 'Both families do the same here.' : 'The two families differ.';
  const hint = `${compared} Name yours for the lists: stowage gc --registry 2.8.3, or 3.1.1.`;
  const graves = predictions.flatMap((each) => each.warnings.filter(isGrave));
  const warnings = new Map(graves.map((warning) => [warning.message, warning]));
  return `${[
    style.heading(`garbage-collect${flag}`),
    ...[...warnings.values()].flatMap((warning) => [...renderWarning(warning, style), '']),
    renderTable(rows, columns, style),
    '',
    hint,
  ].join('\n')}\n`;
}

import type { Abort } from '../../gc/abort.ts';
import type { GcPrediction } from '../../gc/predict.ts';
import { countOf, formatBytes, formatCount, formatPercent } from '../format.ts';
import { type GcTextOptions, isGrave, renderWarning } from './gc.ts';
import { renderAbort } from './gc-aborts.ts';
import { isKnown } from './gc-broken.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';

type Row = readonly [string, (prediction: GcPrediction) => string];

function breaksText(prediction: GcPrediction): string {
  const tags = prediction.casualties.filter(({ tag }) => tag !== undefined).length;
  if (isKnown(prediction)) return formatCount(tags);
  return tags === 0 ? 'unknown' : `${formatCount(tags)} or more`;
}

/** Where nothing was seen to go, no sum is the most that could. */
function atMost({ blobs, undetermined }: GcPrediction, sum: string): string {
  if (!undetermined) return sum;
  return blobs.length === 0 ? 'unknown' : `up to ${sum}`;
}

function youngText({ young }: GcPrediction): string {
  return young.blobs === 0 ? '0' : `${formatCount(young.blobs)}, ${formatBytes(young.bytes)}`;
}

function abortsText({ allAborts, deletionAborts }: GcPrediction): string {
  const count = allAborts.length + deletionAborts.length;
  return count === 0 ? 'no' : `yes, on ${countOf(count, 'thing')}`;
}

/** Tags of which a collection takes what is left, though they could be mended before. */
const LOSES: Row = ['broken tags it loses', ({ losses }) => formatCount(losses.length)];

/** What somebody may just be pushing. */
const YOUNG: Row = ['younger than 24 hours', youngText];

/** Blobs whose file has another name that stays. */
const FREE_NOTHING: Row = ['of them free nothing', ({ namedElsewhere }) => formatCount(namedElsewhere ?? 0)];

/** What aborts mean for the numbers, and the first of each family; once where both end on the same. */
function renderFirstAborts(predictions: readonly GcPrediction[], style: Style): string[] {
  const aborting = predictions.filter(
    ({ allAborts, deletionAborts }) => allAborts.length + deletionAborts.length > 0,
  );
  return [...new Set(aborting.map(firstAbortText))].flatMap((text) => {
    const group = aborting.filter((each) => firstAbortText(each) === text);
    const families = group.map(({ family }) => family).join(' or ');
    const end = group.every(deletesNothing) ? ' and delete nothing' : '';
    return [
      style.warning(
        `Registry ${families} would abort${end}: the numbers leave out what it aborts on, first of all`,
      ),
      `  ${text}`,
      '',
    ];
  });
}

function deletesNothing({ allAborts, deletesBeforeAbort }: GcPrediction): boolean {
  return allAborts.length > 0 && !deletesBeforeAbort;
}

function firstAbortText({ allAborts, deletionAborts }: GcPrediction): string {
  return renderAbort((allAborts[0] ?? deletionAborts[0]) as Abort);
}

/** The families side by side. */
export function renderGcComparison(
  predictions: readonly GcPrediction[],
  options: GcTextOptions & { readonly areAlike: boolean },
  style: Style,
): string {
  const rows: readonly Row[] = [
    ['aborts', abortsText],
    ['tags it breaks', breaksText],
    ...(predictions.some(({ losses }) => losses.length > 0) ? [LOSES] : []),
    ['frees', (each) => atMost(each, formatBytes(each.bytes))],
    ['of the volume', (each) => atMost(each, formatPercent(each.bytes, options.volumeBytes))],
    ['blobs', ({ blobs }) => formatCount(blobs.length)],
    ...(predictions.some(({ young }) => young.blobs > 0) ? [YOUNG] : []),
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
    ...renderFirstAborts(predictions, style),
    hint,
  ].join('\n')}\n`;
}

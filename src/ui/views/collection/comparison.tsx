import type { ComponentChildren } from 'preact';
import { countOf, formatBytes, formatCount } from '../../../render/format.ts';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import { countIn, isKnown, type Prediction } from './prediction.ts';

/** Collections of either family, with and without the flag, to be compared; in the terminal's words. */
export function Comparison({ predictions }: { predictions: readonly Prediction[] }) {
  return (
    <ShortTable caption="What collections would do" columns={columnsFor(predictions)} rows={predictions} />
  );
}

type Column = ShortColumn<Prediction>;

/** What none of them does has no column. */
function columnsFor(predictions: readonly Prediction[]): Column[] {
  const some = (has: (prediction: Prediction) => boolean, column: Column) =>
    predictions.some(has) ? [column] : [];
  return [
    { title: 'collection', value: nameOf },
    { title: 'aborts', value: abortsText },
    { title: 'breaks tags', isNumber: true, value: breaksText },
    ...some((each) => countIn(each, 'losses') > 0, below('loses broken tags', lossesText)),
    {
      title: 'frees',
      isNumber: true,
      value: (each) => <strong>{atMost(each, formatBytes(each.bytes))}</strong>,
    },
    below('blobs', (each) => formatCount(countIn(each, 'blobs'))),
    ...some(({ young }) => young.blobs > 0, below('younger than 24 hours', youngText)),
    ...some(
      ({ namedElsewhere }) => namedElsewhere !== undefined,
      below('of them free nothing', ({ namedElsewhere }) => formatCount(namedElsewhere ?? 0)),
    ),
    below('manifests', (each) => formatCount(countIn(each, 'manifests'))),
    below('layer links', (each) => formatCount(countIn(each, 'layerLinks'))),
  ];
}

function below(title: string, value: Column['value']): Column {
  return { title, isNumber: true, onPhone: 'below', value };
}

function nameOf({ family, deleteUntagged }: Prediction): ComponentChildren {
  return (
    <>
      registry {family} {deleteUntagged && <span class="dim">--delete-untagged</span>}
    </>
  );
}

function abortsText(prediction: Prediction): ComponentChildren {
  const count = countIn(prediction, 'allAborts') + countIn(prediction, 'deletionAborts');
  return count === 0 ? 'no' : <span class="bad">yes, on {countOf(count, 'thing')}</span>;
}

function lossesText(prediction: Prediction): string {
  return formatCount(countIn(prediction, 'losses'));
}

function breaksText(prediction: Prediction): ComponentChildren {
  const count = prediction.brokenTags;
  if (!isKnown(prediction))
    return count === 0 ? 'unknown' : <span class="bad">{formatCount(count)} or more</span>;
  return count === 0 ? '0' : <span class="bad">{formatCount(count)}</span>;
}

/** Where nothing was seen to go, no sum is the most that could. */
function atMost(prediction: Prediction, sum: string): string {
  if (!prediction.undetermined) return sum;
  return countIn(prediction, 'blobs') === 0 ? 'unknown' : `up to ${sum}`;
}

function youngText({ young }: Prediction): string {
  return young.blobs === 0 ? '0' : `${formatCount(young.blobs)}, ${formatBytes(young.bytes)}`;
}

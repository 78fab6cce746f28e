import type { ComponentChildren } from 'preact';
import { countOf, formatBytes, formatCount } from '../../../render/format.ts';
import { countIn, isKnown, type Prediction } from './prediction.ts';

type Row = readonly [name: string, value: (prediction: Prediction) => ComponentChildren];

/** Collections of either family side by side, in the terminal's words. */
export function Comparison({ predictions }: { predictions: readonly Prediction[] }) {
  const caption = 'What collections would do';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table class="comparison">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <td />
            {predictions.map(({ family, deleteUntagged }) => (
              <th key={`${family} ${deleteUntagged}`} scope="col" class="number">
                registry {family}
                <span class="flag">{deleteUntagged ? '--delete-untagged' : ''}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(predictions).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {predictions.map((prediction) => (
                <td key={`${prediction.family} ${prediction.deleteUntagged}`} class="number">
                  {value(prediction)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function rowsOf(predictions: readonly Prediction[]): Row[] {
  const some = (has: (prediction: Prediction) => boolean, row: Row) => (predictions.some(has) ? [row] : []);
  return [
    ['aborts', (each) => abortsText(each)],
    ['tags it breaks', (each) => breaksText(each)],
    ...some(
      (each) => countIn(each, 'losses') > 0,
      ['broken tags it loses', (each) => formatCount(countIn(each, 'losses'))],
    ),
    ['frees', (each) => <strong>{atMost(each, formatBytes(each.bytes))}</strong>],
    ['blobs', (each) => formatCount(countIn(each, 'blobs'))],
    ...some(({ young }) => young.blobs > 0, ['younger than 24 hours', youngText]),
    ...some(
      ({ namedElsewhere }) => namedElsewhere !== undefined,
      ['of them free nothing', ({ namedElsewhere }) => formatCount(namedElsewhere ?? 0)],
    ),
    ['manifests', (each) => formatCount(countIn(each, 'manifests'))],
    ['layer links', (each) => formatCount(countIn(each, 'layerLinks'))],
  ];
}

function abortsText(prediction: Prediction): ComponentChildren {
  const count = countIn(prediction, 'allAborts') + countIn(prediction, 'deletionAborts');
  return count === 0 ? 'no' : <span class="bad">yes, on {countOf(count, 'thing')}</span>;
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

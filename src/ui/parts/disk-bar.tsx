import { formatBytes, formatPercent } from '../../render/format.ts';
import type { Json } from '../source/source.ts';
import { Bytes } from './bytes.tsx';

type Totals = Json<'report'>['totals'];

/** What lies on the disk is in exactly one of these states. */
const STATES = [
  ['tagged', 'taggedBytes', 'what a tag leads to'],
  ['untagged', 'untaggedBytes', 'only manifests without a tag lead to it'],
  ['unreferenced', 'unreferencedBytes', 'nothing leads to it'],
  ['uploads', 'uploadBytes', 'pushes that were not finished'],
  ['other', 'otherBytes', 'link files, and what is not the registry’s'],
] as const satisfies ReadonlyArray<readonly [state: string, key: keyof Totals, what: string]>;

/** The whole disk as one bar, and the same as a table that sums to it. */
export function DiskBar({ totals }: { totals: Totals }) {
  const { volumeBytes } = totals;
  return (
    <div class="disk">
      <div class="disk-bar" aria-hidden="true">
        {STATES.filter(([, key]) => totals[key] > 0).map(([state, key]) => (
          <span
            key={state}
            class={`state state-${state}`}
            style={{ flexGrow: totals[key] / volumeBytes }}
            title={`${state}: ${formatBytes(totals[key])}`}
          />
        ))}
      </div>
      <table class="disk-table">
        <caption class="visually-hidden">What lies on the disk, by its state</caption>
        <thead>
          <tr>
            <th scope="col">state</th>
            <th scope="col" class="number">
              bytes
            </th>
            <th scope="col" class="number">
              share
            </th>
            <th scope="col" class="disk-what">
              what it is
            </th>
          </tr>
        </thead>
        <tbody>
          {STATES.map(([state, key, what]) => (
            <tr key={state}>
              <th scope="row">
                <span class={`swatch state state-${state}`} aria-hidden="true" />
                {state}
              </th>
              <td class="number">
                <Bytes of={totals[key]} />
              </td>
              <td class="number dim">{formatPercent(totals[key], volumeBytes)}</td>
              <td class="dim disk-what">{what}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">the volume</th>
            <td class="number">
              <Bytes of={volumeBytes} />
            </td>
            <td class="number dim">{formatPercent(volumeBytes, volumeBytes)}</td>
            <td class="dim disk-what" />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

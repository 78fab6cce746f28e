import { formatBytes, formatPercent } from '../../render/format.ts';
import type { Json } from '../source/source.ts';
import { Bytes } from './bytes.tsx';
import { BYTE_STATES } from './states-of-bytes.ts';

type Totals = Json<'report'>['totals'];

/** The whole disk as one bar, and the same as a table that sums to it. */
export function DiskBar({ totals }: { totals: Totals }) {
  return (
    <div class="disk">
      <Bar totals={totals} />
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
          {BYTE_STATES.map(({ state, key, what }) => (
            <tr key={state}>
              <th scope="row">
                <span class={`swatch state state-${state}`} aria-hidden="true" />
                {state}
              </th>
              <td class="number">
                <Bytes of={totals[key]} />
              </td>
              <td class="number dim">{formatPercent(totals[key], totals.volumeBytes)}</td>
              <td class="dim disk-what">{what}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">the volume</th>
            <td class="number">
              <Bytes of={totals.volumeBytes} />
            </td>
            <td class="number dim">{formatPercent(totals.volumeBytes, totals.volumeBytes)}</td>
            <td class="dim disk-what" />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** The table says the same. */
function Bar({ totals }: { totals: Totals }) {
  return (
    <div class="disk-bar" aria-hidden="true">
      {BYTE_STATES.filter(({ key }) => totals[key] > 0).map(({ state, key }) => (
        <span
          key={state}
          class={`state state-${state}`}
          style={{ flexGrow: totals[key] / totals.volumeBytes }}
          title={`${state}: ${formatBytes(totals[key])}, ${formatPercent(totals[key], totals.volumeBytes)}`}
        />
      ))}
    </div>
  );
}

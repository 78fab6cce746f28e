import { useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../../render/format.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { GrowthChart } from '../../parts/growth-chart.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { BYTE_STATES } from '../../parts/states-of-bytes.ts';
import type { Json } from '../../source/source.ts';
import type { Asking } from '../../source/use-answer.ts';

type History = Json<'history'>;
type Scan = History['scans'][number];

/** How the volume grew from scan to scan, and when the disk is full if that goes on. */
export function Growth({ asking }: { asking: Asking<History> }) {
  return (
    <Panel title="Growth over time">
      <Answer asking={asking}>{(history) => <Course history={history} />}</Answer>
    </Panel>
  );
}

function Course({ history: { scans, growth } }: { history: History }) {
  const [at, setAt] = useState<number | undefined>();
  const last = scans.at(-1);
  if (last === undefined) return <p class="dim">No scan is recorded.</p>;
  return (
    <>
      <p>{growthText(growth)}</p>
      {scans.length > 1 && (
        <>
          <GrowthChart scans={scans} onPoint={setAt} />
          <Reading scan={scans[at ?? scans.length - 1] ?? last} />
        </>
      )}
      <Rows scans={scans} />
    </>
  );
}

function growthText(growth: History['growth']): string {
  switch (growth.code) {
    case 'not-enough-scans':
      return 'How fast the volume grows cannot be told yet: that takes three scans over a day or more.';
    case 'not-growing':
      return 'The volume does not grow.';
    case 'growing': {
      const rate = `The volume grows by ${formatBytes(growth.bytesPerDay)} a day between collections`;
      return growth.fullAt === undefined
        ? `${rate}.`
        : `${rate}: full on ${growth.fullAt.slice(0, 10)} if it goes on so.`;
    }
  }
}

/** What was there at the scan that is pointed at, and else at the last. */
function Reading({ scan }: { scan: Scan }) {
  return (
    <p class="reading">
      <strong>{scan.scannedAt.slice(0, 16).replace('T', ' ')}</strong>
      {BYTE_STATES.map(({ state, key }) => (
        <span key={state}>
          <span class={`swatch state state-${state}`} aria-hidden="true" />
          {state} {formatBytes(scan[key])}
        </span>
      ))}
      <span>together {formatBytes(scan.volumeBytes)}</span>
    </p>
  );
}

/** The same for who cannot see the chart; drawn when it is asked for. */
function Rows({ scans }: { scans: readonly Scan[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="after" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{countOf(scans.length, 'scan')} as a table</summary>
      {isOpen && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">scanned</th>
                {BYTE_STATES.map(({ state }) => (
                  <th key={state} scope="col" class="number">
                    {state}
                  </th>
                ))}
                <th scope="col" class="number">
                  the volume
                </th>
              </tr>
            </thead>
            <tbody>
              {scans.toReversed().map((scan) => (
                <tr key={scan.id}>
                  <th scope="row">{scan.scannedAt.slice(0, 16).replace('T', ' ')}</th>
                  {BYTE_STATES.map(({ state, key }) => (
                    <td key={state} class="number">
                      <Bytes of={scan[key]} />
                    </td>
                  ))}
                  <td class="number">
                    <Bytes of={scan.volumeBytes} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

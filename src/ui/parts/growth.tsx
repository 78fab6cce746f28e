import { useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../render/format.ts';
import { Bytes } from './bytes.tsx';
import { GrowthChart, type GrowthPart, type Scanned, sumOf } from './growth-chart.tsx';
import { type ShortColumn, ShortTable } from './short-table.tsx';

/** How something grew from scan to scan: drawn, told of the scan that is pointed at, and as a table. */
export function GrowthOf<Scan extends Scanned>({
  scans,
  parts,
  more = [],
}: {
  scans: readonly Scan[];
  parts: ReadonlyArray<GrowthPart<Scan>>;
  /** What the table says beside. */
  more?: ReadonlyArray<ShortColumn<Scan>>;
}) {
  const [at, setAt] = useState<number | undefined>();
  const pointed = scans[at ?? scans.length - 1];
  return (
    <>
      {scans.length > 1 && pointed !== undefined && (
        <>
          <GrowthChart scans={scans} parts={parts} onPoint={setAt} />
          <Reading scan={pointed} parts={parts} />
        </>
      )}
      <Rows scans={scans} columns={[...columnsFor(parts), ...more]} />
    </>
  );
}

/** What was there at the scan that is pointed at, and else at the last. */
function Reading<Scan extends Scanned>({
  scan,
  parts,
}: {
  scan: Scan;
  parts: ReadonlyArray<GrowthPart<Scan>>;
}) {
  return (
    <p class="reading">
      <strong>{minuteOf(scan)}</strong>
      {parts.map(({ state, of }) => (
        <span key={state}>
          <span class={`swatch state state-${state}`} aria-hidden="true" />
          {state} {formatBytes(of(scan))}
        </span>
      ))}
      <span>together {formatBytes(sumOf(scan, parts))}</span>
    </p>
  );
}

/** The same for who cannot see the chart; drawn when it is asked for. */
function Rows<Scan>({
  scans,
  columns,
}: {
  scans: readonly Scan[];
  columns: ReadonlyArray<ShortColumn<Scan>>;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="after" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{countOf(scans.length, 'scan')} as a table</summary>
      {isOpen && (
        <ShortTable
          caption="What was there at each scan"
          columns={columns}
          rows={scans.toReversed()}
          first={FIRST_ROWS}
        />
      )}
    </details>
  );
}

const FIRST_ROWS = 60;

function columnsFor<Scan extends Scanned>(
  parts: ReadonlyArray<GrowthPart<Scan>>,
): ReadonlyArray<ShortColumn<Scan>> {
  return [
    { title: 'scanned', value: minuteOf },
    ...parts.map(
      ({ state, of }): ShortColumn<Scan> => ({
        title: state,
        isNumber: true,
        onPhone: 'below',
        value: (scan) => <Bytes of={of(scan)} />,
      }),
    ),
    { title: 'together', isNumber: true, value: (scan) => <Bytes of={sumOf(scan, parts)} /> },
  ];
}

function minuteOf({ scannedAt }: Scanned): string {
  return scannedAt.slice(0, 16).replace('T', ' ');
}

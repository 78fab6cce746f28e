import { formatBytes, formatCount } from '../../../render/format.ts';
import { Panel } from '../../parts/panel.tsx';
import type { Json } from '../../source/source.ts';

type Changes = NonNullable<Json<'report'>['changes']>;
type Since = NonNullable<Changes['sinceWeek']>;

/** What changed since the last scan and since a week ago; nothing where there was no scan before. */
export function Changed({ changes }: { changes: Json<'report'>['changes'] }) {
  const { sinceLastScan, sinceWeek } = changes ?? {};
  const isOne = sinceWeek?.scan === sinceLastScan?.scan;
  const columns = [
    ...(sinceWeek === undefined ? [] : [{ title: 'since a week ago', since: sinceWeek }]),
    ...(sinceLastScan === undefined || isOne ? [] : [{ title: 'since the last scan', since: sinceLastScan }]),
  ];
  if (columns.length === 0)
    return (
      <Panel title="What changed">
        <p class="dim">There is no earlier scan to compare with.</p>
      </Panel>
    );
  return (
    <Panel title="What changed">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">what</span>
            </th>
            {columns.map(({ title, since }) => (
              <th key={title} scope="col" class="number" title={since.scannedAt}>
                {title}
                <br />
                {since.scannedAt.slice(0, 10)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([what, value]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              {columns.map(({ title, since }) => (
                <td key={title} class="number">
                  {since.sameVolume ? value(since) : 'another volume'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

const ROWS: ReadonlyArray<readonly [what: string, value: (since: Since) => string]> = [
  ['bytes', ({ volumeBytes }) => signed(volumeBytes, formatBytes)],
  ['tags pushed', ({ tags }) => formatCount(tags.pushed)],
  ['tags moved', ({ tags }) => formatCount(tags.moved)],
  ['tags removed', ({ tags }) => formatCount(tags.removed)],
  [
    'repositories',
    ({ repositories }) => `+${formatCount(repositories.appeared)} −${formatCount(repositories.went)}`,
  ],
];

/** A change with its sign. */
function signed(amount: number, format: (amount: number) => string): string {
  if (amount === 0) return '0';
  return amount > 0 ? `+${format(amount)}` : `−${format(-amount)}`;
}

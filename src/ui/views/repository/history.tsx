import { Bytes } from '../../parts/bytes.tsx';
import { More } from '../../parts/more.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import type { Json } from '../../source/source.ts';
import { useAnswer } from '../../source/use-answer.ts';

const SCANS = 60;

type Scan = NonNullable<Json<'history'>['repository']>['scans'][number];

/** What a repository took at each scan; nothing where there is no history. */
export function History({ repository }: { repository: string }) {
  const { answer } = useAnswer('history', { repository, limit: SCANS });
  const scans = answer?.repository?.scans.filter(({ bytes }) => bytes !== undefined) ?? [];
  if (scans.length < 2) return null;
  const most = Math.max(...scans.map(({ bytes = 0 }) => bytes));
  return (
    <Panel title="How it grew">
      <ShortTable caption="What it took at each scan" columns={columnsFor(most)} rows={scans.toReversed()} />
      <More left={answer?.cutOff?.['scans']} where="stowage history --limit 0 has all" />
    </Panel>
  );
}

function columnsFor(most: number): ReadonlyArray<ShortColumn<Scan>> {
  return [
    {
      title: 'scan',
      value: ({ scannedAt }) => <span title={scannedAt}>{scannedAt.slice(0, 16).replace('T', ' ')}</span>,
    },
    { title: 'tags', isNumber: true, value: ({ tags }) => tags ?? '–' },
    { title: 'bytes', isNumber: true, value: ({ bytes = 0 }) => <Bytes of={bytes} /> },
    {
      title: 'size',
      isWide: true,
      value: ({ bytes = 0 }) => (
        <span class="grown" aria-hidden="true">
          <span style={{ width: `${most === 0 ? 0 : (bytes / most) * 100}%` }} />
        </span>
      ),
    },
  ];
}

import { formatBytes } from '../../../render/format.ts';
import { GrowthOf } from '../../parts/growth.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { BYTE_STATES } from '../../parts/states-of-bytes.ts';
import type { Json } from '../../source/source.ts';
import type { AskingHistory } from '../../source/use-history.ts';

type History = Json<'history'>;
type Scan = History['scans'][number];

/** How the volume grew from scan to scan, and when the disk is full if that goes on. */
export function Growth({ asking }: { asking: AskingHistory }) {
  return (
    <Panel title="Growth over time">
      {asking.isRecorded ? (
        <Answer asking={asking}>{(history) => <Course history={history} />}</Answer>
      ) : (
        <p class="dim">No earlier scan is recorded beside this inventory: the next scan begins with it.</p>
      )}
    </Panel>
  );
}

function Course({ history: { scans, growth } }: { history: History }) {
  if (scans.length === 0) return <p class="dim">No scan is recorded.</p>;
  return (
    <>
      <p>{growthText(growth)}</p>
      <GrowthOf scans={scans} parts={PARTS} />
    </>
  );
}

const PARTS = BYTE_STATES.map(({ state, key }) => ({ state, of: (scan: Scan) => scan[key] }));

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

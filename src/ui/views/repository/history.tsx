import { formatCount } from '../../../render/format.ts';
import { GrowthOf } from '../../parts/growth.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { ShortColumn } from '../../parts/short-table.tsx';
import { BYTE_STATES } from '../../parts/states-of-bytes.ts';
import type { Json } from '../../source/source.ts';
import { useHistory } from '../../source/use-history.ts';

const SCANS = 400;

type Scan = NonNullable<Json<'history'>['repository']>['scans'][number];

/** What a repository took at each scan; nothing where there is no history. */
export function History({ repository }: { repository: string }) {
  const { answer } = useHistory({ repository, limit: SCANS });
  const scans = answer?.repository?.scans.filter(({ bytes }) => bytes !== undefined) ?? [];
  if (scans.length < 2) return null;
  return (
    <Panel title="How it grew">
      <GrowthOf scans={scans} parts={PARTS} more={[TAGS]} />
    </Panel>
  );
}

/** A repository has neither what nothing refers to nor what is none of the registry's. */
const PARTS = BYTE_STATES.flatMap(({ state, key }) =>
  key === 'taggedBytes' || key === 'untaggedBytes' || key === 'uploadBytes'
    ? [{ state, of: (scan: Scan) => scan[key] ?? 0 }]
    : [],
);
const TAGS: ShortColumn<Scan> = {
  title: 'tags',
  isNumber: true,
  onPhone: 'below',
  value: ({ tags = 0 }) => formatCount(tags),
};

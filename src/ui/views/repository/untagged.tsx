import { countOf, formatBytes } from '../../../render/format.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { ImageLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import type { Json } from '../../source/source.ts';

/** The manifests of a repository that no tag of it leads to. */
export function Untagged({
  answer: { untagged = [], cutOff = {} },
  repository,
}: {
  answer: Json<'usage'>;
  repository: string;
}) {
  if (untagged.length === 0) return null;
  const columns: ReadonlyArray<ShortColumn<(typeof untagged)[number]>> = [
    {
      title: 'manifest',
      value: ({ digest }) => <ImageLink repository={repository} digest={digest} isAlone />,
    },
    { title: 'bytes', isNumber: true, value: ({ bytes }) => <Bytes of={bytes} /> },
    { title: 'kind', saysItself: true, value: ({ kind }) => kind ?? '–' },
    {
      title: 'pushed',
      isNumber: true,
      onPhone: 'below',
      value: ({ modifiedAt }) => <span title={modifiedAt}>{modifiedAt.slice(0, 10)}</span>,
    },
  ];
  const count = untagged.length + (cutOff['untagged'] ?? 0);
  return (
    <Panel title="Without a tag" aside={countOf(count, 'manifest')} isDated>
      <ShortTable
        caption={`Manifests without a tag, the largest of ${formatBytes(untagged[0]?.bytes ?? 0)}`}
        columns={columns}
        rows={untagged}
      />
      <More left={cutOff['untagged']} where="the ones shown are the largest" />
    </Panel>
  );
}

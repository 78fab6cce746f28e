import { formatCount } from '../../../render/format.ts';
import { address } from '../../address.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { RepositoryLink } from '../../parts/links.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Share } from '../../parts/share.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import type { Json } from '../../source/source.ts';

type Repositories = Json<'report'>['repositories'];

/** The repositories that take most. */
export function Largest({ repositories, count }: { repositories: Repositories; count: number }) {
  const most = Math.max(1, ...repositories.map(({ bytes }) => bytes));
  return (
    <Panel title="Largest repositories" aside={<a href={address.repositories()}>all {formatCount(count)}</a>}>
      <ShortTable caption="The repositories that take most" columns={columnsFor(most)} rows={repositories} />
    </Panel>
  );
}

function columnsFor(most: number): ReadonlyArray<ShortColumn<Repositories[number]>> {
  return [
    { title: 'repository', value: ({ name }) => <RepositoryLink name={name} /> },
    { title: 'bytes', isNumber: true, value: ({ bytes }) => <Bytes of={bytes} /> },
    { title: 'only here', isNumber: true, value: ({ uniqueBytes }) => <Bytes of={uniqueBytes} /> },
    { title: 'tagged and untagged', onPhone: 'never', value: (row) => <Share of={row} most={most} /> },
  ];
}

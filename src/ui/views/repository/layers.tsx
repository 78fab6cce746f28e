import { countOf, formatCount } from '../../../render/format.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { DigestLink, RepositoryLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import { Answer, Nothing } from '../../parts/states.tsx';
import type { Json } from '../../source/source.ts';
import { useAnswer } from '../../source/use-answer.ts';

const ROWS = 50;

type Layer = NonNullable<Json<'usage'>['layers']>[number];

/** The largest layers of a repository, and who shares them. */
export function Layers({ repository }: { repository: string }) {
  const asking = useAnswer('usage', { repository, by: 'layer', sort: 'bytes', limit: ROWS });
  return (
    <Answer asking={asking}>
      {({ layers = [], cutOff = {} }) => (
        <Panel title="Layers" aside={countOf(layers.length + (cutOff['layers'] ?? 0), 'layer')}>
          {layers.length === 0 ? (
            <Nothing>It has no layers.</Nothing>
          ) : (
            <ShortTable caption="Layers" columns={COLUMNS} rows={layers} />
          )}
          <More left={cutOff['layers']} where="the ones shown are the largest" />
        </Panel>
      )}
    </Answer>
  );
}

const COLUMNS: ReadonlyArray<ShortColumn<Layer>> = [
  { title: 'layer', value: ({ digest }) => <DigestLink of={digest} /> },
  { title: 'bytes', isNumber: true, value: ({ bytes }) => <Bytes of={bytes} /> },
  { title: 'images', isNumber: true, onPhone: 'below', value: ({ images }) => formatCount(images) },
  { title: 'tags', isNumber: true, onPhone: 'below', value: ({ tags }) => formatCount(tags) },
  { title: 'shared with', value: (layer) => <Sharers layer={layer} /> },
];

function Sharers({ layer: { repositories, sharedWith = [] } }: { layer: Layer }) {
  if (repositories <= 1) return <span class="only-here">no other</span>;
  const left = repositories - 1 - sharedWith.length;
  return (
    <span class="tags">
      {sharedWith.map((name) => (
        <RepositoryLink key={name} name={name} />
      ))}
      {left > 0 && <span class="dim">and {countOf(left, 'other')}</span>}
    </span>
  );
}

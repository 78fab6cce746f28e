import { countOf, formatBytes } from '../../../render/format.ts';
import {
  deletionReason,
  ENDANGERED,
  FREEING_UNDETERMINED,
  freeingText,
  obstacleText,
} from '../../../render/words/freeing.ts';
import { AbortText } from '../../parts/abort-text.tsx';
import { ImageLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import type { OneDigest } from './one-digest.ts';

type Freeing = OneDigest['toFree'][number];

/** The smallest thing to delete that frees a blob, in registries of some families. */
export function FreeingPanel({ freeing, one }: { freeing: Freeing; one: OneDigest }) {
  const { families, by, frees, obstacles, aborts, manifests } = freeing;
  const isEndangered = by === 'collection' && one.state === 'tagged';
  const title =
    one.toFree.length === 1
      ? 'To free it'
      : `To free it in ${families.map((family) => `registry ${family}`).join(' and ')}`;
  return (
    <Panel title={title} isDated>
      <p>
        {freeingText(freeing, isEndangered)}
        {frees !== null && (
          <>
            {' '}
            – that frees {formatBytes(frees.bytes)} in {countOf(frees.blobs, 'blob')}
          </>
        )}
      </p>
      <Warnings>
        {one.undetermined && FREEING_UNDETERMINED}
        {isEndangered && ENDANGERED}
        {obstacles.map((obstacle) => (
          <Name key={obstacle.code} of={obstacleText(obstacle)} />
        ))}
        {aborts !== null && (
          <>
            But the collection would abort, and delete nothing: <AbortText abort={aborts} />
          </>
        )}
      </Warnings>
      {manifests > 0 && (
        <details>
          <summary>{by === 'hand' ? 'Besides, delete' : 'Delete, in this order'}</summary>
          <ShortTable caption="What to delete, in this order" columns={DELETIONS} rows={freeing.delete} />
          <More left={manifests - freeing.delete.length} where="stowage where --limit 0 names all" />
        </details>
      )}
    </Panel>
  );
}

const DELETIONS: ReadonlyArray<ShortColumn<Freeing['delete'][number]>> = [
  {
    title: 'manifest',
    value: ({ repository, digest }) => <ImageLink repository={repository} digest={digest} />,
  },
  { title: 'tags that go', value: ({ tags }) => (tags.length === 0 ? '–' : <Name of={tags.join(', ')} />) },
  { title: 'why', saysItself: true, value: ({ reason }) => deletionReason(reason) },
];

import { countOf, formatAge, formatBytes } from '../../../render/format.ts';
import { stateText } from '../../../render/words/blob-state.ts';
import { decodePart, useSettings } from '../../location.ts';
import { DigestLink, ImageLink, RepositoryLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Name, plainName } from '../../parts/name.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import { Answer, Nothing } from '../../parts/states.tsx';
import { DoubtWarnings } from '../../parts/warnings.tsx';
import type { Json } from '../../source/source.ts';
import { useAnswer } from '../../source/use-answer.ts';
import { FreeingPanel } from './freeing.tsx';
import type { OneDigest } from './one-digest.ts';

type Several = Extract<Json<'where'>, { readonly matches: unknown }>;

/** A base layer has thousands of holders. */
const ROWS = 100;

/** What a digest is, who has it, and what would free it. */
export function Blob({ params }: { params: { digest?: string } }) {
  const digest = decodePart(params.digest);
  const { get } = useSettings();
  const limit = get('all', '') === 'yes' ? 0 : ROWS;
  return (
    <Answer asking={useAnswer('where', { digest, limit })} title={<Name of={digest} />}>
      {(answer) => ('matches' in answer ? <Matches several={answer} /> : <One one={answer} />)}
    </Answer>
  );
}

function One({ one }: { one: OneDigest }) {
  const { digest, undetermined, caveats, holders, namedBy, attached, toFree, cutOff = {} } = one;
  return (
    <>
      <PageTitle title={<span class="mono">{plainName(digest)}</span>}>
        <Identity one={one} />
      </PageTitle>
      <DoubtWarnings undetermined={undetermined} caveats={caveats} />
      {toFree.map((freeing) => (
        <FreeingPanel key={freeing.families.join()} freeing={freeing} one={one} />
      ))}
      <Panel title={holders.length === 0 ? 'In no repository' : 'Who has it'} isDated>
        {holders.length === 0 ? (
          <Nothing>No repository has it: no tag, no revision, no layer link.</Nothing>
        ) : (
          <ShortTable caption="Repositories that have it" columns={HOLDERS} rows={holders} />
        )}
        <More left={cutOff['holders']} where="stowage where --limit 0 names all" />
      </Panel>
      {namedBy.length > 0 && (
        <Panel title="Manifests that name it">
          <ShortTable caption="Manifests that name it" columns={NAMERS} rows={namedBy} />
          <More left={cutOff['namedBy']} />
        </Panel>
      )}
      {attached.length > 0 && (
        <Panel title="Attached to it">
          <ShortTable caption="What is attached to it" columns={ATTACHED} rows={attached} />
          <More left={cutOff['attached']} />
        </Panel>
      )}
    </>
  );
}

function Identity({ one }: { one: OneDigest }) {
  const { kind, bytes, state, modifiedAt, young, mediaType, subjects, storedAs = [], otherNames = [] } = one;
  const parts = [
    kind === 'unknown' ? 'a blob of no known kind' : kind,
    ...(bytes === null ? [] : [formatBytes(bytes)]),
    stateText(state),
    ...(modifiedAt === null ? [] : [writtenText(modifiedAt)]),
  ];
  const names = [
    ['another name of', storedAs],
    ['also named', otherNames],
    ['attached to', subjects],
    ['the same file as', one.sameFileAs ?? []],
  ] as const;
  return (
    <>
      <span>{parts.join(', ')}</span>
      {mediaType !== null && mediaType !== '' && (
        <span class="identity">
          <Name of={mediaType} />
        </span>
      )}
      {young && <span class="identity warn">younger than 24 hours: perhaps a push in flight</span>}
      {one.namedElsewhere && (
        <span class="identity warn">It has another name elsewhere: removing it frees nothing.</span>
      )}
      {names.flatMap(([said, digests]) =>
        digests.map((each) => (
          <span class="identity" key={`${said} ${each}`}>
            {said} <DigestLink of={each} />
          </span>
        )),
      )}
    </>
  );
}

function writtenText(modifiedAt: string): string {
  return `written ${formatAge(modifiedAt, new Date().toISOString())} ago`;
}

const TAGS_SHOWN = 4;

const HOLDERS: ReadonlyArray<ShortColumn<OneDigest['holders'][number]>> = [
  { title: 'repository', value: ({ repository }) => <RepositoryLink name={repository} /> },
  { title: 'tags that lead to it', value: (holder) => <HolderTags holder={holder} /> },
  { title: 'revisions', isNumber: true, value: ({ revisions }) => revisions.length },
  { title: 'layer link', value: ({ layerLink }) => (layerLink ? 'yes' : '–') },
];

function HolderTags({ holder: { repository, tags, history } }: { holder: OneDigest['holders'][number] }) {
  if (tags.length === 0) {
    const names = [...new Set(history.map(({ tag }) => tag))];
    if (names.length === 0) return <span class="dim">–</span>;
    return (
      <span class="dim">
        once <Name of={names.slice(0, TAGS_SHOWN).join(', ')} />
      </span>
    );
  }
  return (
    <span class="tags">
      {tags.slice(0, TAGS_SHOWN).map((tag) => (
        <ImageLink key={tag} repository={repository} tag={tag} digest={null} isAlone />
      ))}
      {tags.length > TAGS_SHOWN && <span class="dim">and {countOf(tags.length - TAGS_SHOWN, 'other')}</span>}
    </span>
  );
}

const NAMERS: ReadonlyArray<ShortColumn<OneDigest['namedBy'][number]>> = [
  { title: 'manifest', value: ({ digest }) => <DigestLink of={digest} /> },
  { title: 'kind', saysItself: true, value: ({ kind }) => kind ?? '–' },
  { title: 'has it as', value: ({ as }) => as.join(', ') },
  {
    title: 'tags',
    value: ({ tags, repositories }) =>
      tags.length > 0 ? (
        <Name of={firstOf(tags)} />
      ) : repositories.length === 0 ? (
        '–'
      ) : (
        <span class="dim">
          none; in <Name of={firstOf(repositories)} />
        </span>
      ),
  },
];

function firstOf(names: readonly string[]): string {
  const left = names.length - TAGS_SHOWN;
  return `${names.slice(0, TAGS_SHOWN).join(', ')}${left > 0 ? ` and ${countOf(left, 'other')}` : ''}`;
}

const ATTACHED: ReadonlyArray<ShortColumn<OneDigest['attached'][number]>> = [
  { title: 'manifest', value: ({ digest }) => <DigestLink of={digest} /> },
  { title: 'kind', saysItself: true, value: ({ kind }) => kind ?? '–' },
  { title: 'by', value: ({ tag }) => (tag === undefined ? 'its subject' : <Name of={tag} />) },
];

/** Several digests begin so. */
function Matches({ several: { beginning, matches, cutOff = {} } }: { several: Several }) {
  return (
    <>
      <PageTitle title="Digests">
        Several begin with <Name of={beginning} />.
      </PageTitle>
      <Panel title="Which one?">
        <ShortTable caption="Digests that begin so" columns={MATCHES} rows={matches} />
        <More left={cutOff['matches']} where="type more of it" />
      </Panel>
    </>
  );
}

const MATCHES: ReadonlyArray<ShortColumn<Several['matches'][number]>> = [
  { title: 'digest', value: ({ digest }) => <DigestLink of={digest} /> },
  { title: 'bytes', isNumber: true, value: ({ bytes }) => (bytes === null ? '–' : formatBytes(bytes)) },
  { title: 'state', saysItself: true, value: ({ state }) => stateText(state) },
  { title: 'kind', saysItself: true, value: ({ kind }) => kind },
];

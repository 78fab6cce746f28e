import { type Branch, branchesOf } from '../../render/words/manifest-tree.ts';
import { decodePart } from '../location.ts';
import { Bytes } from '../parts/bytes.tsx';
import { DigestLink, ImageLink, RepositoryLink } from '../parts/links.tsx';
import { Name } from '../parts/name.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Panel } from '../parts/panel.tsx';
import { ShortTable } from '../parts/short-table.tsx';
import { Answer } from '../parts/states.tsx';
import { Warnings } from '../parts/warnings.tsx';
import type { Json } from '../source/source.ts';
import { useAnswer } from '../source/use-answer.ts';

type Inspection = Json<'inspect'>;

/** What a tag or a manifest is made of. */
export function Image({ params }: { params: { repository?: string; reference?: string } }) {
  const repository = decodePart(params.repository);
  const reference = decodePart(params.reference);
  // No tag has a colon, every digest has one.
  const mark = reference.includes(':') ? '@' : ':';
  const name = `${repository}${mark}${reference}`;
  return (
    <Answer asking={useAnswer('inspect', { reference: name })} title={<Name of={name} />}>
      {(inspection) => <Inspected inspection={inspection} />}
    </Answer>
  );
}

function Inspected({ inspection }: { inspection: Inspection }) {
  const { repository, tag, digest, unread } = inspection;
  const unmounted = unread.find(({ code }) => code === 'no-volume')?.detail;
  return (
    <>
      <PageTitle title={<Name of={tag === undefined ? repository : `${repository}:${tag}`} />}>
        <DigestLink of={digest} isWhole />
      </PageTitle>
      <Warnings>
        {inspection.missing && 'Missing: the blob is not on the disk.'}
        {unread.some(({ code }) => code === 'too-many') &&
          'The index is long: the bytes of its first 100 manifests were read.'}
      </Warnings>
      <Facts inspection={inspection} />
      <Panel title="Made of" isDated>
        <ShortTable
          caption="What it is made of"
          columns={COLUMNS}
          rows={rowsOf(branchesOf(inspection), 0)}
          first={TREE_ROWS}
        />
        {unmounted !== undefined && (
          <p class="more">
            <Name of={unmounted} /> This is what the inventory knows.
          </p>
        )}
      </Panel>
      <Labels inspection={inspection} />
    </>
  );
}

function Facts({ inspection }: { inspection: Inspection }) {
  const { repository, kind, artifactType, platforms, config, pushedAt, tags, bytes, uniqueBytes, subject } =
    inspection;
  return (
    <Panel title="What it is" isDated>
      <dl class="facts">
        <dt>kind</dt>
        <dd>
          {kind ?? 'a manifest'} {artifactType !== undefined && <Name of={artifactType} />}
        </dd>
        {platforms.length > 0 && (
          <>
            <dt>{platforms.length === 1 ? 'platform' : 'platforms'}</dt>
            <dd>
              <Name of={platforms.join(', ')} />
            </dd>
          </>
        )}
        <dt>repository</dt>
        <dd>
          <RepositoryLink name={repository} />
        </dd>
        <dt>tags</dt>
        <dd class="tags">
          {tags.length === 0
            ? 'no tag points to it'
            : tags.map((each) => (
                <ImageLink key={each} repository={repository} tag={each} digest={inspection.digest} isAlone />
              ))}
        </dd>
        {config?.created !== undefined && (
          <>
            <dt>created</dt>
            <dd>
              <Name of={config.created} />
            </dd>
          </>
        )}
        <dt>pushed</dt>
        <dd>{pushedAt}</dd>
        <dt>size</dt>
        <dd>
          <Bytes of={bytes} />, of which <Bytes of={uniqueBytes} /> only here
        </dd>
        {subject !== undefined && (
          <>
            <dt>attached to</dt>
            <dd>
              <DigestLink of={subject} />
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

interface TreeRow extends Branch {
  readonly depth: number;
}

function rowsOf(branch: Branch, depth: number): TreeRow[] {
  return [{ ...branch, depth }, ...branch.below.flatMap((below) => rowsOf(below, depth + 1))];
}

const INDENT_REM = 1.1;
/** A tree is of use whole, but an index may list hundreds. */
const TREE_ROWS = 60;

const COLUMNS = [
  {
    title: 'what',
    value: ({ name, depth, note }: TreeRow) => (
      <div class="branch" style={{ paddingLeft: `${depth * INDENT_REM}rem` }}>
        <span class="visually-hidden">level {depth + 1}: </span>
        <Name of={name} />
        {note !== '' && (
          <span class="note">
            <Name of={note} />
          </span>
        )}
      </div>
    ),
  },
  { title: 'bytes', isNumber: true, value: ({ bytes }: TreeRow) => bytes },
  {
    title: 'held',
    saysItself: true,
    value: ({ held }: TreeRow) => (
      <span class={held === 'only here' ? 'only-here' : 'dim'}>{held === '' ? '–' : held}</span>
    ),
  },
  { title: 'digest', saysItself: true, value: ({ digest }: TreeRow) => <DigestLink of={digest} /> },
];

/** Labels and annotations are whatever somebody wrote: a long one is cut. */
const LABEL_LENGTH = 500;
const LABELS_SHOWN = 40;

function Labels({ inspection: { config, annotations } }: { inspection: Inspection }) {
  const said = Object.entries({ ...config?.labels, ...annotations });
  if (said.length === 0) return null;
  return (
    <Panel title="Labels" aside={said.length > LABELS_SHOWN && `the first ${LABELS_SHOWN} of ${said.length}`}>
      <dl class="facts facts-wide">
        {said.slice(0, LABELS_SHOWN).map(([key, value]) => (
          <>
            <dt key={key}>
              <Name of={key} />
            </dt>
            <dd>
              <Name of={value.length > LABEL_LENGTH ? `${value.slice(0, LABEL_LENGTH)}…` : value} />
            </dd>
          </>
        ))}
      </dl>
    </Panel>
  );
}

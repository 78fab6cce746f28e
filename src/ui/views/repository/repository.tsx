import { countOf, formatBytes } from '../../../render/format.ts';
import { decodePart } from '../../location.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { Name } from '../../parts/name.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { DoubtWarnings } from '../../parts/warnings.tsx';
import type { Json } from '../../source/source.ts';
import { useAnswer } from '../../source/use-answer.ts';
import { History } from './history.tsx';
import { Layers } from './layers.tsx';
import { Tags } from './tags.tsx';
import { Untagged } from './untagged.tsx';

/** Rows of each list. */
const ROWS = 200;

/** One repository: what it takes, its tags, its layers and who shares them, what has no tag, how it grew. */
export function Repository({ params }: { params: { name?: string } }) {
  const name = decodePart(params.name);
  const byTag = useAnswer('usage', { repository: name, by: 'tag', limit: ROWS, sort: 'bytes' });
  return (
    <>
      <PageTitle title={<Name of={name} />} />
      <Answer asking={useAnswer('usage', { repository: name })}>
        {(answer) => <Sums answer={answer} />}
      </Answer>
      <Answer asking={byTag}>
        {(answer) => (
          <>
            <Tags answer={answer} repository={name} />
            <Untagged answer={answer} repository={name} />
          </>
        )}
      </Answer>
      <Layers repository={name} />
      <History repository={name} />
    </>
  );
}

function Sums({ answer: { repositories = [], undetermined, caveats } }: { answer: Json<'usage'> }) {
  const [sums] = repositories;
  if (sums === undefined) return null;
  const figures = [
    ['in all', sums.bytes, 'what its tags and manifests lead to'],
    ['only here', sums.uniqueBytes, 'no other repository has it'],
    ['shared', sums.sharedBytes, 'others have it too'],
    ['fair share', sums.fairShareBytes, 'of what is shared its part'],
    ['untagged', sums.untaggedBytes, 'no tag of it leads to it'],
    ['uploads', sums.uploadBytes, 'pushes that were not finished'],
  ] as const;
  return (
    <>
      <DoubtWarnings undetermined={undetermined} caveats={caveats} />
      <Panel
        title="What it takes"
        aside={`${countOf(sums.tags, 'tag')}, ${countOf(sums.revisions, 'manifest')}`}
        isDated
      >
        <dl class="sums">
          {figures.map(([title, bytes, what]) => (
            <div key={title} class="figure">
              <dt>{title}</dt>
              <dd>
                <strong>
                  <Bytes of={bytes} />
                </strong>
                <span class="hint">{what}</span>
              </dd>
            </div>
          ))}
        </dl>
        <div class="own-bar" role="img" aria-label={`${formatBytes(sums.uniqueBytes)} of it are only here`}>
          <span
            class="own-only"
            style={{ flexGrow: shareOf(sums.uniqueBytes, sums.bytes) }}
            title="only here"
          />
          <span
            class="own-shared"
            style={{ flexGrow: shareOf(sums.sharedBytes, sums.bytes) }}
            title="shared"
          />
        </div>
      </Panel>
    </>
  );
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

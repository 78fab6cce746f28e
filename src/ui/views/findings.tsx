import { countOf, formatCount } from '../../render/format.ts';
import { useSettings } from '../location.ts';
import { Choices } from '../parts/fields.tsx';
import { DigestLink, ImageLink, RepositoryLink } from '../parts/links.tsx';
import { More } from '../parts/more.tsx';
import { Name } from '../parts/name.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Answer, Nothing } from '../parts/states.tsx';
import { DoubtWarnings } from '../parts/warnings.tsx';
import type { Json } from '../source/source.ts';
import { useAnswer } from '../source/use-answer.ts';

type Findings = Json<'check'>;
type Finding = Findings['findings'][number];
type Kind = Findings['kinds'][number];

/** Of each kind: what is to be done is the same for all of one. */
const ROWS = 20;
const SEVERITIES = ['corruption', 'warning', 'info'] as const;

/** What is not as it should be, the gravest first, and what to do about it. */
export function FindingsView() {
  const { get, set } = useSettings();
  const asked = get('severity', 'all');
  const severity = SEVERITIES.find((each) => each === asked) ?? 'all';
  return (
    <>
      <PageTitle title="Findings">
        What is not as it should be, the gravest first, and what to do about it.
      </PageTitle>
      <Answer asking={useAnswer('check', { limit: ROWS })}>
        {(answer) => (
          <>
            <DoubtWarnings undetermined={answer.undetermined} caveats={answer.caveats} />
            <Choices
              label="Show"
              value={severity}
              choices={[
                ['all', 'all'],
                ...SEVERITIES.map(
                  (each) => [each, `${each} ${formatCount(answer.totals[each] ?? 0)}`] as const,
                ),
              ]}
              onChange={(each) => set({ severity: each === 'all' ? undefined : each })}
            />
            <Kinds answer={answer} severity={severity} />
          </>
        )}
      </Answer>
    </>
  );
}

function Kinds({
  answer: { kinds, findings },
  severity,
}: {
  answer: Findings;
  severity: Kind['severity'] | 'all';
}) {
  const shown = kinds.filter((kind) => severity === 'all' || kind.severity === severity);
  if (shown.length === 0)
    return <Nothing>{kinds.length === 0 ? 'Nothing is wrong.' : 'Nothing of this severity.'}</Nothing>;
  return (
    <>
      {shown.map((kind) => (
        <KindPanel
          key={`${kind.id} ${kind.hint}`}
          kind={kind}
          findings={findings.filter(({ id, hint }) => id === kind.id && hint === kind.hint)}
        />
      ))}
    </>
  );
}

function KindPanel({
  kind: { id, severity, hint, count },
  findings,
}: {
  kind: Kind;
  findings: readonly Finding[];
}) {
  return (
    <section class="panel" aria-label={`${severity}: ${id}`}>
      <div class="panel-head">
        <span class={`severity severity-${severity}`}>{severity}</span>
        <h2>{id}</h2>
        <div class="panel-aside">{countOf(count, 'finding')}</div>
      </div>
      <p class="hint-text">
        <Name of={hint} />
      </p>
      <ul class="findings">
        {findings.map((finding, at) => (
          <FindingRow key={at} finding={finding} />
        ))}
      </ul>
      <More left={count - findings.length} where="stowage check --limit 0 names all" />
    </section>
  );
}

/** Where it is, and what it is. */
function FindingRow({ finding }: { finding: Finding }) {
  const { message, confidence, affects = [], repository, tag } = finding;
  const others = affects.filter((each) => each !== `${repository}:${tag}`);
  return (
    <li>
      <Place finding={finding} />
      <p>
        <Name of={message} />
        {confidence === 'suspected' && <span class="dim"> (suspected)</span>}
        {others.length > 0 && (
          <>
            {' '}
            Damages <Name of={others.slice(0, TAGS_SHOWN).join(', ')} />
            {others.length > TAGS_SHOWN && ` and ${countOf(others.length - TAGS_SHOWN, 'more tag')}`}.
          </>
        )}
      </p>
    </li>
  );
}

const TAGS_SHOWN = 3;

/** People know images by their tags. */
function Place({ finding: { repository, tag, digest, path } }: { finding: Finding }) {
  return (
    <p class="place">
      {repository !== undefined &&
        (tag !== undefined ? (
          <ImageLink repository={repository} tag={tag} digest={digest ?? null} />
        ) : (
          <RepositoryLink name={repository} />
        ))}
      {digest !== undefined && <DigestLink of={digest} />}
      {path !== undefined && (
        <code>
          <Name of={path} />
        </code>
      )}
    </p>
  );
}

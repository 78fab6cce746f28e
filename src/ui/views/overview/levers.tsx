import { useContext } from 'preact/hooks';
import { countOf } from '../../../render/format.ts';
import { StatusContext } from '../../parts/age.tsx';
import { Bytes } from '../../parts/bytes.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { Json } from '../../source/source.ts';

type Report = Json<'report'>;
type Lever = Report['levers'][number];

/** Plans: what they free comes on top of what a collection frees as it is. */
const BEYOND: ReadonlySet<Lever['lever']> = new Set(['untagged', 'keep-last', 'older-than']);

/** What would free how much, and what it would break. What may be in use is no lever, and neither is what is refused. */
export function Levers({ levers, isCache, reclaimable }: Pick<Report, 'levers' | 'isCache' | 'reclaimable'>) {
  const refusal = useContext(StatusContext)?.inventory?.refusal;
  const sure = levers.filter(({ undetermined }) => undetermined !== true);
  const missing = levers.length - sure.length;
  return (
    <Panel title="What would free how much" isDated>
      {missing > 0 && (
        <p class="warn">
          Left out is what cannot be told for sure ({countOf(missing, 'way', 'ways')} to free space), because
          what would go may be in use. {(reclaimable.caveats ?? []).map(({ message }) => message).join(' ')}
        </p>
      )}
      {refusal !== undefined && <p class="warn">{refusal}</p>}
      {isCache && (
        <p class="dim">A pull-through cache: what is missing is fetched when somebody asks for it.</p>
      )}
      {sure.length === 0 ? <p class="dim">nothing</p> : <LeverList levers={sure} />}
    </Panel>
  );
}

function LeverList({ levers }: { levers: readonly Lever[] }) {
  const beyond = levers.filter(({ lever }) => BEYOND.has(lever));
  return (
    <>
      <Rows levers={levers.filter(({ lever }) => !BEYOND.has(lever))} />
      {beyond.length > 0 && (
        <>
          <p class="dim after">and beyond what a collection frees as it is, each by itself</p>
          <Rows levers={beyond} />
        </>
      )}
    </>
  );
}

function Rows({ levers }: { levers: readonly Lever[] }) {
  return (
    <ul class="lever-list">
      {levers.map((lever) => (
        <li key={`${lever.lever} ${lever.families.join(' ')}`}>
          <strong class="number">
            <Bytes of={lever.bytes} />
          </strong>
          <span>
            {NAMES[lever.lever](lever)}
            {lever.families.length === 1 && ` on ${lever.families[0]}`}
            <Harm lever={lever} />
          </span>
          <code class="command">{lever.command}</code>
        </li>
      ))}
    </ul>
  );
}

/** What it breaks, or what ends it before its time. */
function Harm({ lever: { breaksTags, aborts } }: { lever: Lever }) {
  return (
    <>
      {breaksTags > 0 && <span class="harm bad">it breaks {countOf(breaksTags, 'tag')}</span>}
      {aborts !== undefined && (
        <span class="harm bad">
          it aborts on <Name of={aborts.path} />
        </span>
      )}
    </>
  );
}

const NAMES: Readonly<Record<Lever['lever'], (lever: Lever) => string>> = {
  collection: () => 'the registry’s own collection',
  'delete-untagged': () => 'with its --delete-untagged',
  untagged: ({ count }) => countOf(count, 'image without a tag', 'images without a tag'),
  'keep-last': () => 'all but the last 10 of each repository',
  'older-than': () => 'what was not pushed for 90 days',
  uploads: ({ count }) => countOf(count, 'upload that was left', 'uploads that were left'),
  leftovers: ({ count }) => countOf(count, 'file that was left', 'files that were left'),
};

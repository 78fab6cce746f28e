import { useContext } from 'preact/hooks';
import { countOf } from '../../../render/format.ts';
import { BEYOND_COLLECTION, leverName } from '../../../render/words/levers.ts';
import { StatusContext } from '../../parts/age.tsx';
import { Bytes } from '../../parts/bytes.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { Json } from '../../source/source.ts';

type Report = Json<'report'>;
type Lever = Report['levers'][number];

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
      {sure.length > 0 && <LeverList levers={sure} />}
      {levers.length === 0 && refusal === undefined && <p class="dim">nothing</p>}
    </Panel>
  );
}

function LeverList({ levers }: { levers: readonly Lever[] }) {
  const beyond = levers.filter(({ lever }) => BEYOND_COLLECTION.has(lever));
  return (
    <>
      <Rows levers={levers.filter(({ lever }) => !BEYOND_COLLECTION.has(lever))} />
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
            {leverName(lever)}
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

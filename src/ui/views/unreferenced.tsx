import { countOf, formatAge, formatBytes } from '../../render/format.ts';
import { useSettings } from '../location.ts';
import { Bytes } from '../parts/bytes.tsx';
import { Choices } from '../parts/fields.tsx';
import { DigestLink, RepositoryLink } from '../parts/links.tsx';
import { More } from '../parts/more.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Panel } from '../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../parts/short-table.tsx';
import { Answer, Nothing } from '../parts/states.tsx';
import { DoubtWarnings } from '../parts/warnings.tsx';
import type { Json } from '../source/source.ts';
import { useAnswer } from '../source/use-answer.ts';

type Orphans = Json<'orphans'>;

/** There may be tens of thousands: whoever wants all asks on a terminal. */
const ROWS = 500;
const FIRST_ROWS = 50;
const SORTS = [
  ['bytes', 'largest'],
  ['age', 'oldest'],
  ['name', 'digest'],
] as const;
type Sort = (typeof SORTS)[number][0];

/** Blobs that nothing refers to. */
export function Unreferenced() {
  const { get, set } = useSettings();
  const asked = get('sort', 'bytes');
  const sort: Sort = SORTS.find(([each]) => each === asked)?.[0] ?? 'bytes';
  const isWithUntagged = get('untagged', 'no') === 'yes';
  const asking = useAnswer('orphans', { sort, limit: ROWS, untagged: isWithUntagged });
  return (
    <>
      <PageTitle title="Unreferenced">
        Blobs that nothing refers to. Not a list of what is safe to delete: a running registry may use any of
        these again. The registry’s own <a href="#/collection">collection</a> takes them.
      </PageTitle>
      <div class="toolbar">
        <Choices
          label="Order"
          value={sort}
          choices={SORTS}
          onChange={(each) => set({ sort: each === 'bytes' ? undefined : each })}
        />
        <Choices
          label="Blobs"
          value={isWithUntagged ? 'yes' : 'no'}
          choices={[
            ['no', 'unreferenced'],
            ['yes', 'and untagged'],
          ]}
          onChange={(each) => set({ untagged: each === 'yes' ? 'yes' : undefined })}
        />
      </div>
      <Answer asking={asking}>{(answer) => <Found answer={answer} isWithUntagged={isWithUntagged} />}</Answer>
    </>
  );
}

function Found({ answer, isWithUntagged }: { answer: Orphans; isWithUntagged: boolean }) {
  const { totals, blobs, cutOff = {}, undetermined, caveats } = answer;
  const sum = `${formatBytes(totals.bytes)} in ${countOf(totals.blobs, 'blob')}`;
  return (
    <>
      <DoubtWarnings undetermined={undetermined} caveats={caveats} />
      <Panel title="Could be freed" isDated>
        <p class="lead">{undetermined ? `undetermined, up to ${sum}` : sum}</p>
        {totals.youngBlobs > 0 && (
          <p class="dim">
            {countOf(totals.youngBlobs, 'young blob')} with {formatBytes(totals.youngBytes)} left out: perhaps
            a push in flight
          </p>
        )}
        {totals.namedElsewhere !== undefined && (
          <p class="warn">
            {countOf(totals.namedElsewhere, 'blob')} {totals.namedElsewhere === 1 ? 'has' : 'have'} another
            name elsewhere: removing {totals.namedElsewhere === 1 ? 'it' : 'them'} frees nothing.
          </p>
        )}
      </Panel>
      <Panel title="Blobs" aside={countOf(blobs.length + (cutOff['blobs'] ?? 0), 'blob')}>
        {blobs.length === 0 ? (
          <Nothing>Nothing is unreferenced.</Nothing>
        ) : (
          <ShortTable
            caption="Unreferenced blobs"
            columns={columnsFor(isWithUntagged)}
            rows={blobs}
            first={FIRST_ROWS}
          />
        )}
        <More left={cutOff['blobs']} where="stowage orphans --limit 0 lists all" />
      </Panel>
    </>
  );
}

type Column = ShortColumn<Orphans['blobs'][number]>;

function columnsFor(isWithUntagged: boolean): Column[] {
  const state: Column = { title: 'state', saysItself: true, value: (blob) => blob.state };
  return [
    { title: 'blob', value: ({ digest }) => <DigestLink of={digest} /> },
    { title: 'bytes', isNumber: true, value: ({ bytes }) => <Bytes of={bytes} /> },
    { title: 'age', isNumber: true, value: (blob) => <Age blob={blob} /> },
    ...(isWithUntagged ? [state] : []),
    { title: 'linked from', value: ({ linkedFrom }) => <LinkedFrom names={linkedFrom} /> },
  ];
}

function Age({ blob: { modifiedAt, young } }: { blob: Orphans['blobs'][number] }) {
  return (
    <span title={modifiedAt}>
      {formatAge(modifiedAt, new Date().toISOString())}
      {young && <span class="tagged-as warn">young</span>}
    </span>
  );
}

function LinkedFrom({ names }: { names: readonly string[] }) {
  const [first] = names;
  if (first === undefined) return <span class="dim">–</span>;
  return (
    <>
      <RepositoryLink name={first} />
      {names.length > 1 && <span class="dim"> and {countOf(names.length - 1, 'other')}</span>}
    </>
  );
}

import { countOf, formatCount } from '../../../render/format.ts';
import { address } from '../../address.ts';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import type { Json } from '../../source/source.ts';

type Kind = Json<'report'>['findings'][number];

const KINDS_TOLD = 8;

/** What is damaged or may matter, the gravest first; what is only good to know is counted. */
export function WhatIsWrong({ findings, isPartial }: { findings: readonly Kind[]; isPartial: boolean }) {
  const damage = findings.filter(({ severity }) => severity !== 'info');
  const shown = damage.slice(0, KINDS_TOLD);
  const notes = findings.length - damage.length;
  const rest = [
    ...(damage.length > shown.length
      ? [countOf(damage.length - shown.length, 'more kind', 'more kinds')]
      : []),
    ...(notes > 0 ? [countOf(notes, 'kind of note', 'kinds of note')] : []),
  ];
  return (
    <Panel title="What is not as it should be" aside={<a href={address.findings()}>all findings</a>}>
      {shown.length === 0 ? (
        <p class="dim">nothing</p>
      ) : (
        <ShortTable caption="The gravest kinds of findings" columns={COLUMNS} rows={shown} />
      )}
      {rest.length > 0 && <p class="dim after">and {rest.join(' and ')}</p>}
      {isPartial && <p class="dim after">Not asked: what a collection would end on or break.</p>}
    </Panel>
  );
}

const COLUMNS: ReadonlyArray<ShortColumn<Kind>> = [
  {
    title: 'finding',
    value: ({ id, severity }) => (
      <>
        {id} <span class={`severity severity-${severity}`}>{severity}</span>
      </>
    ),
  },
  { title: 'count', isNumber: true, value: ({ count }) => formatCount(count) },
  {
    title: 'for example',
    value: ({ example }) => (
      <span class="example">
        <Name of={placeOf(example)} />
      </span>
    ),
  },
];

/** An image by its tag, anything else by where it is. */
function placeOf({ repository, tag, path, digest, message }: Kind['example']): string {
  if (repository !== undefined && tag !== undefined) return `${repository}:${tag}`;
  return path ?? repository ?? digest ?? message;
}

import type { ComponentChildren } from 'preact';
import { countOf, formatCount } from '../../../render/format.ts';
import { goingText, keptText, stayingText } from '../../../render/words/plan-reasons.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { ImageLink, RepositoryLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import type { OnePlan } from './one-plan.ts';

/** What goes and what stays, with the reasons. */
export function PlanLists({ plan }: { plan: OnePlan }) {
  const { byRepository, cutOff = {}, summary } = plan;
  const going = plan.delete.length + (cutOff['delete'] ?? 0);
  const kept = plan.keep.length + (cutOff['keep'] ?? 0);
  return (
    <>
      {byRepository.length > 0 && (
        <Panel title="By repository" aside="what several free together counts in each" isDated>
          <ShortTable caption="What goes, by repository" columns={BY_REPOSITORY} rows={byRepository} />
          <More left={cutOff['byRepository']} where="the ones shown free most" />
        </Panel>
      )}
      {going > 0 && (
        <Panel title="What goes, and why" aside={countOf(going, 'call')}>
          <ShortTable caption="What goes, in the order of the calls" columns={GOING} rows={plan.delete} />
          <More left={cutOff['delete']} where="the script has all, in this order" />
        </Panel>
      )}
      {summary.staying.length > 0 && <Staying plan={plan} />}
      {kept > 0 && (
        <Fold title={`What no rule selected: ${formatCount(kept)}`}>
          <ShortTable caption="What no rule selected" columns={KEPT} rows={plan.keep} />
          <More left={cutOff['keep']} />
        </Fold>
      )}
    </>
  );
}

function Staying({ plan: { summary, stays, cutOff = {} } }: { plan: OnePlan }) {
  return (
    <Panel title="Selected, and stays all the same">
      <ul class="reasons">
        {summary.staying.map(({ reason, count, first }) => (
          <li key={reason}>
            {count > 1 && `${formatCount(count)}, such as `}
            <ImageLink {...first} />: <Name of={stayingText(reason, first.by)} />
          </li>
        ))}
      </ul>
      {stays.length > summary.staying.length && (
        <details>
          <summary>All of them</summary>
          <ShortTable caption="What was selected and stays" columns={STAYING} rows={stays} />
          <More left={cutOff['stays']} />
        </details>
      )}
    </Panel>
  );
}

/** A list that is long and seldom looked at. */
function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="panel fold">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

const BY_REPOSITORY: ReadonlyArray<ShortColumn<OnePlan['byRepository'][number]>> = [
  { title: 'repository', value: ({ repository }) => <RepositoryLink name={repository} /> },
  { title: 'tags kept', isNumber: true, value: ({ keptTags }) => formatCount(keptTags) },
  { title: 'tags going', isNumber: true, value: ({ deletedTags }) => formatCount(deletedTags) },
  { title: 'frees', isNumber: true, value: ({ bytes }) => <Bytes of={bytes} /> },
];

const GOING: ReadonlyArray<ShortColumn<OnePlan['delete'][number]>> = [
  { title: 'image', value: (each) => <ImageLink {...each} /> },
  { title: 'tags that go with it', value: ({ tags }) => <TagNames tags={tags} /> },
  {
    title: 'why',
    saysItself: true,
    value: ({ tag, reasons }) =>
      tag === undefined
        ? reasons.map(goingText).join('; ')
        : 'the tag alone: its image stays, so this frees nothing',
  },
];

function TagNames({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <span class="dim">–</span>;
  return <Name of={tags.join(', ')} />;
}

const STAYING: ReadonlyArray<ShortColumn<OnePlan['stays'][number]>> = [
  { title: 'image', value: (each) => <ImageLink {...each} /> },
  {
    title: 'why it stays',
    saysItself: true,
    value: ({ reason, by }) => <Name of={stayingText(reason, by)} />,
  },
];

const KEPT: ReadonlyArray<ShortColumn<OnePlan['keep'][number]>> = [
  { title: 'image', value: (each) => <ImageLink {...each} /> },
  { title: 'why it stays', saysItself: true, value: ({ reasons }) => reasons.map(keptText).join('; ') },
];

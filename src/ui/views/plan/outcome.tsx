import { countOf, formatBytes, formatPercent, shortDigest } from '../../../render/format.ts';
import { AbortText } from '../../parts/abort-text.tsx';
import { Bytes } from '../../parts/bytes.tsx';
import { RepositoryLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import { useAnswer } from '../../source/use-answer.ts';
import type { OnePlan } from './one-plan.ts';

/** What to beware of, and how much goes and becomes free. */
export function PlanOutcome({ plan }: { plan: OnePlan }) {
  return (
    <>
      <Beware plan={plan} />
      <Panel title="It frees" isDated>
        <div class="figures">
          <Figure name="because of the plan" sum={plan.freed} isFirst />
          <Figure name="garbage already" sum={plan.garbageAlready} />
          <Figure name="together" sum={plan.together} />
        </div>
        <FreedBar plan={plan} />
        <p>{goingSentence(plan)}</p>
        {plan.summary.loneTags > 0 && (
          <p class="dim">
            {countOf(plan.summary.loneTags, 'tag')} {plan.summary.loneTags === 1 ? 'goes' : 'go'} alone, whose
            image stays: that frees nothing.
          </p>
        )}
      </Panel>
    </>
  );
}

function Figure({ name, sum, isFirst = false }: { name: string; sum: OnePlan['freed']; isFirst?: boolean }) {
  return (
    <div class={isFirst ? 'figure figure-first' : 'figure'}>
      <strong>
        <Bytes of={sum.bytes} />
      </strong>
      <span>{name}</span>
      <span class="dim">{countOf(sum.blobs, 'blob')}</span>
    </div>
  );
}

function goingSentence({
  summary: { images, tags, loneTags, keptTags },
  casualties,
  collectionCasualties,
}: OnePlan) {
  const stays = `${countOf(keptTags, 'tag')} ${keptTags === 1 ? 'stays' : 'stay'}`;
  if (images + loneTags === 0) return `Nothing goes; ${stays}.`;
  const breaks =
    casualties.length + collectionCasualties.length === 0
      ? 'nothing that stays breaks'
      : 'the plan breaks nothing';
  return `${countOf(images, 'image')} with ${countOf(tags, 'tag')} ${images === 1 ? 'goes' : 'go'}; ${stays}, and ${breaks}.`;
}

/** What becomes free, of all blobs. */
function FreedBar({ plan: { freed, garbageAlready } }: { plan: OnePlan }) {
  const { answer } = useAnswer('scan', {});
  const all = answer !== undefined && 'blobBytes' in answer ? answer.blobBytes : 0;
  const rest = Math.max(all - freed.bytes - garbageAlready.bytes, 0);
  const parts = [
    ['plan', freed.bytes, 'because of the plan'],
    ['garbage', garbageAlready.bytes, 'garbage already'],
    ['rest', rest, 'what stays'],
  ] as const;
  return (
    <div class="freed">
      <div class="freed-bar" aria-hidden="true">
        {parts.map(([part, bytes, what]) => (
          <span
            key={part}
            class={`freed-${part}`}
            style={{ flexGrow: all === 0 ? 0 : bytes / all }}
            title={`${what}: ${formatBytes(bytes)}`}
          />
        ))}
      </div>
      <p class="dim">
        {formatPercent(freed.bytes, all)} of all blobs because of the plan,{' '}
        {formatPercent(garbageAlready.bytes, all)} garbage already
      </p>
    </div>
  );
}

/** What has to be known before the numbers. */
function Beware({ plan }: { plan: OnePlan }) {
  const { aborts, warnings, casualties, collectionCasualties, emptied, cutOff = {}, summary } = plan;
  const broken = [...casualties, ...collectionCasualties];
  const brokenCount = broken.length + (cutOff['casualties'] ?? 0) + (cutOff['collectionCasualties'] ?? 0);
  const emptiedCount = emptied.length + (cutOff['emptied'] ?? 0);
  return (
    <Warnings>
      {aborts !== null && (
        <>
          The collection that is to free this would abort: <AbortText abort={aborts} /> What follows is as if
          that were out of the way.
        </>
      )}
      {brokenCount > 0 && (
        <>
          The collection breaks {countOf(brokenCount, 'image')}, with the plan or without it:{' '}
          {broken.slice(0, SHOWN).map(({ repository, tag, digest }, at) => (
            <span key={at}>
              {at > 0 && ', '}
              <Name
                of={tag === undefined ? `${repository}@${shortDigest(digest)}` : `${repository}:${tag}`}
              />
            </span>
          ))}
          {brokenCount > SHOWN && ' …'} <a href="#/collection">The collection</a> says why.
        </>
      )}
      {emptiedCount > 0 && (
        <>
          {summary.keptTags === 0
            ? `Every tag that was looked at goes: ${countOf(emptiedCount, 'repository', 'repositories')} would have none left: `
            : `${countOf(emptiedCount, 'repository', 'repositories')} would have no tag left: `}
          {emptied.slice(0, SHOWN).map((name, at) => (
            <span key={name}>
              {at > 0 && ', '}
              <RepositoryLink name={name} />
            </span>
          ))}
          {emptiedCount > SHOWN && <More left={emptiedCount - SHOWN} />}
        </>
      )}
      {warnings.map(({ code, message }) => (
        <Name key={code} of={message} />
      ))}
    </Warnings>
  );
}

const SHOWN = 5;

import type { PlannedAnswer } from '../../../answers/plan.ts';
import type { Plan } from '../../../plan/plan.ts';
import { escapeText } from '../../escape.ts';
import { countOf, formatBytes, formatCount, shortDigest } from '../../format.ts';
import { stayingText } from '../../words/plan-reasons.ts';
import { renderAbort } from '../gc/aborts.ts';
import { firstOf } from '../parts/first-of.ts';
import type { Style } from '../parts/style.ts';
import { type Column, renderTable } from '../parts/table.ts';
import { renderMore } from '../parts/what-was-cut.ts';

/** A plan for one registry. `title` stands in place of the registry's name. */
export function renderOnePlan(
  told: PlannedAnswer,
  { title, asked }: { readonly title?: string; readonly asked: string },
  style: Style,
): string {
  const { plan } = told;
  const { registry, family } = plan;
  const own = registry === family ? `Of registry ${family}` : `Of registry ${registry} (as all of ${family})`;
  const parts = [
    [`${style.heading(title ?? own)}  ${escapeText(asked)}`],
    renderAbortOf(plan, style),
    renderWarnings(plan, style),
    renderOutcome(told, style),
    renderEmptied(told, style),
    renderRepositories(told, style),
    renderStaying(told, style),
    renderNext(told, style),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function renderAbortOf({ aborts }: Plan, style: Style): string[] {
  if (aborts === null) return [];
  return [
    style.warning('The collection that is to free this would abort:'),
    `  ${renderAbort(aborts)}`,
    `    ${aborts.hint}`,
    'What follows is as if that were out of the way.',
  ];
}

function renderOutcome(told: PlannedAnswer, style: Style): string[] {
  const { plan } = told;
  const { images, tags, loneTags, keptTags } = plan.summary;
  const { freed, garbageAlready, together, free } = plan;
  if (images + loneTags === 0) return [style.heading(nothingGoes(plan)), ...renderFree(plan, style)];
  const upTo = upToText(plan);
  const lines = [
    `${style.heading('It frees')}  ${plan.undetermined ? 'undetermined, ' : ''}${upTo}${sumText(freed)}, and ${safetyText(plan)}`,
    `  ${upTo}${sumText(garbageAlready)} ${garbageAlready.blobs === 1 ? 'is' : 'are'} garbage already; a collection frees ${upTo}${formatBytes(together.bytes)} together`,
    `  ${countOf(images, 'image')} with ${countOf(tags, 'tag')} ${images === 1 ? 'goes' : 'go'}; ${countOf(keptTags, 'tag')} ${keptTags === 1 ? 'stays' : 'stay'}`,
  ];
  if (loneTags > 0)
    lines.push(
      `  ${countOf(loneTags, 'tag')} ${loneTags === 1 ? 'goes' : 'go'} alone, whose image stays: that frees nothing`,
    );
  return free === undefined ? lines : [...lines, ...renderFree(plan, style)];
}

function nothingGoes(plan: Plan): string {
  const { garbageAlready, free } = plan;
  const garbage = `frees ${upToText(plan)}${sumText(garbageAlready)} as it is`;
  return free !== undefined && free.reached >= free.asked
    ? `Nothing has to go: a collection is enough, and ${garbage}. Ask 'stowage gc' first what it breaks.`
    : `Nothing goes. A collection ${garbage}.`;
}

function sumText({ bytes, blobs }: Plan['freed']): string {
  return `${formatBytes(bytes)} in ${countOf(blobs, 'blob')}`;
}

/** What was not read may hold any of it. */
function upToText({ undetermined }: Plan): string {
  return undetermined ? 'up to ' : '';
}

function safetyText({ undetermined, collectionCasualties }: Plan): string {
  if (undetermined) return 'nothing breaks of what was seen to stay';
  return collectionCasualties.length === 0 ? 'nothing that stays breaks' : 'the plan breaks nothing';
}

function renderFree({ free }: Plan, style: Style): string[] {
  if (free === undefined || free.reached >= free.asked) return [];
  return [
    style.warning(
      `  ${formatBytes(free.asked)} were asked for: all that may go frees ${formatBytes(free.reached)}.`,
    ),
  ];
}

function renderEmptied({ emptied, plan }: PlannedAnswer, style: Style): string[] {
  if (emptied.count === 0) return [];
  const what = countOf(emptied.count, 'repository', 'repositories');
  return [
    style.warning(
      plan.summary.keptTags === 0
        ? `Every tag that was looked at goes: ${what} would have none left.`
        : `${what} would have no tag left:`,
    ),
    ...emptied.rows.map((name) => `  ${escapeText(name)}`),
    ...renderMore(emptied, style),
  ];
}

function renderWarnings({ warnings, collectionCasualties, undetermined }: Plan, style: Style): string[] {
  const lines = warnings.map(({ message }) => escapeText(message));
  if (undetermined)
    lines.unshift(
      'Undetermined: part of the volume was not read, so what seems garbage may be in use, and a collection may free less.',
    );
  if (collectionCasualties.length > 0) {
    const broken = collectionCasualties.map(({ repository, tag, digest }) =>
      escapeText(tag === undefined ? `${repository}@${shortDigest(digest)}` : `${repository}:${tag}`),
    );
    lines.push(
      `The collection breaks, with the plan or without it: ${firstOf(broken, 3, 'other')} ('stowage gc' says why).`,
    );
  }
  return lines.map((line) => style.warning(line));
}

function renderRepositories({ repositories }: PlannedAnswer, style: Style): string[] {
  if (repositories.count === 0) return [];
  const columns: Array<Column<Plan['byRepository'][number]>> = [
    { title: 'repository', value: ({ repository }) => repository, align: 'left', isFlexible: true },
    { title: 'tags kept', value: ({ keptTags }) => formatCount(keptTags) },
    { title: 'tags going', value: ({ deletedTags }) => formatCount(deletedTags) },
    { title: 'frees', value: ({ bytes }) => formatBytes(bytes) },
  ];
  return [
    style.heading('By repository (what several free together counts in each)'),
    renderTable(repositories.rows, columns, style),
    ...renderMore(repositories, style),
  ];
}

function renderStaying({ plan }: PlannedAnswer, style: Style): string[] {
  const { staying } = plan.summary;
  if (staying.length === 0) return [];
  return [
    style.heading('Selected, and stays all the same'),
    ...staying.map(({ reason, count, first }) => {
      const { repository, tag, digest, by = '' } = first;
      const name = tag === undefined ? `${repository}@${shortDigest(digest)}` : `${repository}:${tag}`;
      const such = count === 1 ? '' : `${formatCount(count)}, such as `;
      return `  ${such}${escapeText(name)}: ${escapeText(stayingText(reason, by))}`;
    }),
  ];
}

function renderNext({ plan }: PlannedAnswer, style: Style): string[] {
  const { images, loneTags } = plan.summary;
  if (images + loneTags === 0) return [];
  const version = plan.family === '3.x' ? '3' : '2.8';
  return [
    style.dim(
      `Nothing was deleted. --emit sh --registry ${version} --output plan.sh writes the calls, --explain <tag> says why.`,
    ),
  ];
}

import type { Findings } from '../../check/find-findings.ts';
import type { Finding } from '../../check/finding.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatCount } from '../format.ts';
import type { Style } from './parts/style.ts';
import { renderTrust } from './parts/warnings.ts';

/** Options of {@link renderCheck}. */
export interface CheckTextOptions {
  /** Findings of each kind, 0 for all. */
  readonly limit: number;
  /** False where something could not be read. */
  readonly complete: boolean;
}

const TAGS_SHOWN = 3;

/** Findings kind by kind, the worst first: how many, what to do, and where the first of them are. */
export function renderCheck(found: Findings, options: CheckTextOptions, style: Style): string {
  const { findings, totals, caveats = [] } = found;
  const sums = Object.entries(totals).map(([severity, count]) => `${formatCount(count)} ${severity}`);
  const groups = groupsOf(findings).map((group) => renderGroup(group, options.limit, style));
  const sections = [
    ...groups,
    ...(options.complete ? [] : [[style.warning('Not complete: something could not be read (unreadable).')]]),
    ...(caveats.length > 0 ? [renderTrust({ caveats }, style)] : []),
    [findings.length === 0 ? 'Nothing is wrong.' : `${style.heading('Findings')}  ${sums.join(', ')}`],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Findings of one kind, of which the same is to be done, follow each other. */
function groupsOf(findings: readonly Finding[]): Finding[][] {
  const groups: Finding[][] = [];
  for (const each of findings) {
    const last = groups.at(-1);
    if (last?.[0]?.id === each.id && last[0].hint === each.hint) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

function renderGroup(group: readonly Finding[], limit: number, style: Style): string[] {
  const { id, severity, hint } = group[0] as Finding;
  const shown = limit === 0 ? group : group.slice(0, limit);
  const title = `${severity}  ${style.heading(id)}  ${formatCount(group.length)}`;
  const left = group.length - shown.length;
  return [
    severity === 'corruption' ? style.warning(title) : title,
    style.dim(`  ${hint}`),
    ...shown.flatMap((each) => renderFinding(each)),
    ...(left > 0 ? [style.dim(`  … and ${countOf(left, 'more', 'more')} (--limit 0 shows all)`)] : []),
  ];
}

/** Where it is, and below what it is. */
function renderFinding(found: Finding): string[] {
  const place = placeText(found);
  const doubt = found.confidence === 'suspected' ? ' (suspected)' : '';
  const message = `${found.message}${doubt}${affectsText(found)}`;
  return place === ''
    ? [`  ${escapeText(message)}`]
    : [`  ${escapeText(place)}`, `    ${escapeText(message)}`];
}

/** People know images by their tags. */
function tagText({ repository, tag }: Finding): string | undefined {
  return repository === undefined || tag === undefined ? undefined : `${repository}:${tag}`;
}

function placeText(found: Finding): string {
  const { repository, path, digest } = found;
  const tag = tagText(found);
  if (tag !== undefined) return path === undefined ? tag : `${tag}  ${path}`;
  if (path !== undefined) return path;
  if (repository !== undefined) return digest === undefined ? repository : `${repository}@${digest}`;
  return digest ?? '';
}

function affectsText(found: Finding): string {
  const { affects = [] } = found;
  if (affects.length === 0 || affects[0] === tagText(found)) return '';
  const named = affects.slice(0, TAGS_SHOWN).join(', ');
  const left = affects.length - TAGS_SHOWN;
  return ` Damages ${named}${left > 0 ? ` and ${countOf(left, 'more tag')}` : ''}.`;
}

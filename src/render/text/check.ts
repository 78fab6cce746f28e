import type { CheckAnswer, FindingGroup } from '../../answers/check.ts';
import type { Finding } from '../../check/finding.ts';
import { escapeText } from '../escape.ts';
import { formatCount } from '../format.ts';
import { firstOf } from './parts/first-of.ts';
import type { Style } from './parts/style.ts';
import { renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';

const TAGS_SHOWN = 3;

/** Findings kind by kind, the worst first: how many, what to do, and where the first of them are. */
export function renderCheck(answer: CheckAnswer, style: Style): string {
  const { groups, totals, complete, caveats = [] } = answer;
  const sums = Object.entries(totals).map(([severity, count]) => `${formatCount(count)} ${severity}`);
  const sections = [
    ...groups.map((group) => renderGroup(group, style)),
    ...(complete ? [] : [[style.warning('Not complete: something could not be read (unreadable).')]]),
    ...(caveats.length > 0 ? [renderTrust({ caveats }, style)] : []),
    [groups.length === 0 ? 'Nothing is wrong.' : `${style.heading('Findings')}  ${sums.join(', ')}`],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function renderGroup({ id, severity, hint, findings }: FindingGroup, style: Style): string[] {
  const title = `${severity}  ${style.heading(id)}  ${formatCount(findings.count)}`;
  return [
    severity === 'corruption' ? style.warning(title) : title,
    style.dim(`  ${hint}`),
    ...findings.rows.flatMap((each) => renderFinding(each)),
    ...renderMore(findings, style),
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
  return ` Damages ${firstOf(affects, TAGS_SHOWN, 'more tag')}.`;
}

import type { TagUsage } from '../../analyze/usage/by-tag.ts';
import type { ManifestUsage } from '../../analyze/usage/of-manifest.ts';
import type { UsageAnswerBy } from '../../answers/usage.ts';
import { escapeText } from '../escape.ts';
import { firstOf } from './parts/first-of.ts';
import { renderNamedElsewhere } from './parts/named-elsewhere.ts';
import { renderVolume, SIZES } from './parts/shares.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';

/** One tag or manifest: what it is, and what it leads to. */
export function renderUsageOfOne(
  one: TagUsage | ManifestUsage,
  {
    totals,
    namedElsewhere,
    certainty,
  }: Pick<UsageAnswerBy<'tag'>, 'totals' | 'namedElsewhere' | 'certainty'>,
  style: Style,
): string {
  const name = 'tag' in one ? `${one.repository}:${one.tag}` : one.repository;
  const doubts = renderTrust(certainty, style);
  const columns: Array<Column<TagUsage | ManifestUsage>> = [
    { title: 'kind', value: ({ kind }) => kind ?? '-', align: 'left' },
    ...SIZES,
    { title: 'pushed', value: ({ modifiedAt }) => modifiedAt.slice(0, 10) },
  ];
  const lines = [
    style.heading(escapeText(name)),
    `  ${escapeText(one.digest ?? "no digest: its link says none ('stowage check' tells more)")}`,
    ...('tags' in one ? [style.dim(`  ${escapeText(taggedText(one))}`)] : []),
    '',
    renderTable([one], columns, style),
    '',
    ...renderVolume(totals, style),
    ...renderNamedElsewhere(namedElsewhere, style),
    ...(doubts.length > 0 ? ['', ...doubts] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const TAGS_SHOWN = 5;

function taggedText({ tags }: ManifestUsage): string {
  if (tags.length === 0) return 'no tag points to it';
  return `tagged ${firstOf(tags, TAGS_SHOWN, 'more', 'more')}`;
}

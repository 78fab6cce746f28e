import type { RepositoryDetails, TagDetails } from '../../analyze/catalog/details.ts';
import type { LsAnswer } from '../../answers/ls.ts';
import { escapeText } from '../escape.ts';
import { formatBytes, formatCount, shortDigest } from '../format.ts';
import { firstOf } from './parts/first-of.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';

/** One name a line, or a table of what is known of each. */
export function renderLs({ names, listed }: LsAnswer, style: Style): string {
  if ('repositories' in listed) {
    if (listed.details !== undefined) return `${renderTable(listed.details, REPOSITORY, style)}\n`;
  } else if ('tags' in listed) {
    if (listed.details !== undefined) return renderTags(listed.details, style);
  } else if (listed.tagLists.some(({ details }) => details !== undefined)) {
    const named = listed.tagLists.flatMap(({ name, details = [] }) =>
      details.map((each) => ({ ...each, tag: `${name}:${each.tag}` })),
    );
    return renderTags(named, style);
  }
  return names.map((name) => `${escapeText(name)}\n`).join('');
}

const REPOSITORY: ReadonlyArray<Column<RepositoryDetails>> = [
  { title: 'repository', value: ({ name }) => name, align: 'left', isFlexible: true },
  { title: 'tags', value: ({ tags }) => formatCount(tags) },
  { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
  { title: 'last pushed', value: ({ pushedAt }) => pushedAt?.slice(0, 10) ?? '-' },
];

/** From this many columns on there is room for whole digests. */
const WIDE = 150;
const PLATFORMS_SHOWN = 3;

function renderTags(tags: readonly TagDetails[], style: Style): string {
  const digestOf = style.width >= WIDE ? (digest: string) => digest : shortDigest;
  const hasPlatforms = tags.some(({ platforms }) => platforms.length > 0);
  const columns: Array<Column<TagDetails>> = [
    { title: 'tag', value: ({ tag }) => tag, align: 'left', isFlexible: true },
    { title: 'pushed', value: ({ pushedAt }) => pushedAt.slice(0, 10) },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'kind', value: ({ kind }) => kind ?? '-', align: 'left' },
    { title: 'digest', value: ({ digest }) => (digest === null ? '-' : digestOf(digest)), align: 'left' },
    ...(hasPlatforms
      ? [{ title: 'platforms', value: platformsText, align: 'left' as const, isOptional: true }]
      : []),
  ];
  return `${renderTable(tags, columns, style)}\n`;
}

function platformsText({ platforms }: TagDetails): string {
  return platforms.length === 0 ? '-' : firstOf(platforms, PLATFORMS_SHOWN, 'more', 'more');
}

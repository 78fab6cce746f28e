import type { InspectAnswer } from '../../answers/inspect.ts';
import type { Inspection } from '../../inspect/inspection.ts';
import { escapeText } from '../escape.ts';
import { formatBytes, shortDigest } from '../format.ts';
import { originLines } from './inspect/origin.ts';
import { type TreeRow, treeRows } from './inspect/tree-rows.ts';
import { firstOf } from './parts/first-of.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { wrapParts } from './parts/wrap.ts';

/** From this many columns on there is room for the algorithm of digests, and for whole ones. */
const WIDE = 100;
const WIDEST = 170;
/** Of platforms and tags. */
const SHOWN = 5;

/** One manifest: what it is, what it is made of, where it comes from. */
export function renderInspect({ inspection }: InspectAnswer, style: Style): string {
  const { repository, tag, digest, subject } = inspection;
  const lines = [
    style.heading(escapeText(tag === undefined ? repository : `${repository}:${tag}`)),
    `  ${digest}`,
    ...whatItIs(inspection, style.width),
    `  ${sizesOf(inspection)}`,
    ...(subject === undefined ? [] : [`  attached to ${escapeText(subject)}`]),
    '',
    renderTable(treeRows(inspection), columnsFor(style), style),
    ...originLines(inspection, style),
  ];
  return `${lines.join('\n')}\n`;
}

function whatItIs({ kind, platforms, config, pushedAt, tags, artifactType }: Inspection, width: number) {
  const parts = [
    [kind ?? 'a manifest', ...(artifactType === undefined ? [] : [artifactType])].join(' '),
    ...(platforms.length === 0 ? [] : [firstOf(platforms, SHOWN, 'more', 'more')]),
    ...(config?.created === undefined ? [] : [`created ${config.created.slice(0, 10)}`]),
    `pushed ${pushedAt.slice(0, 10)}`,
    tags.length === 0 ? 'no tag points to it' : `tagged ${firstOf(tags, SHOWN, 'more', 'more')}`,
  ];
  return wrapParts({ text: '  ', width: 2 }, parts.map(escapeText), ' · ', width);
}

function sizesOf({ bytes, uniqueBytes, missing }: Inspection): string {
  if (missing) return 'missing: the blob is not on the disk';
  return `${formatBytes(bytes)}, of which ${formatBytes(uniqueBytes)} only here`;
}

function columnsFor({ width }: Style): ReadonlyArray<Column<TreeRow>> {
  const digest = width >= WIDEST ? whole : width >= WIDE ? shortDigest : shortestDigest;
  return [
    { title: 'made of', value: ({ name }) => name, align: 'left' },
    { title: 'bytes', value: ({ bytes }) => bytes },
    { title: 'digest', value: (row) => digest(row.digest), align: 'left' },
    { title: '', value: ({ note }) => note, align: 'left', isFlexible: true },
  ];
}

function whole(digest: string): string {
  return digest;
}

/** As docker shows ids. */
function shortestDigest(digest: string): string {
  return shortDigest(digest).replace(/^sha256:/, '');
}

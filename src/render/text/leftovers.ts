import type { LeftoverGroup, LeftoversAnswer } from '../../answers/leftovers.ts';
import type { Leftover } from '../../leftovers/leftover.ts';
import { V2 } from '../../registry/layout.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatAge, formatBytes, formatCount } from '../format.ts';
import { renderPaths } from './leftover-paths.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderCaveat, renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** What is left over, kind by kind, those that take most first: what it is, who removes it, what to do. */
export function renderLeftovers(answer: LeftoversAnswer, style: Style): string | Uint8Array {
  if (answer.paths !== undefined) return renderPaths(answer, answer.paths);
  const { totals, groups, young } = answer;
  const within = commonDirectory(groups);
  const met = groups.filter((group) => group.count + group.young.count > 0);
  const sections = [
    [`${style.heading('Left over')}  ${sumText(totals)}`],
    ...met.map((group) => renderGroup(group, columnsFor(answer, within), style)),
    [
      ...(young.count > 0
        ? [`${sumText(young)} younger than --min-age left out: somebody may be writing there.`]
        : []),
      ...renderUnasked(answer, style),
      ...(answer.undetermined ? renderTrust(answer, style) : []),
    ],
    totals.count === 0
      ? []
      : [
          `Paths are below ${escapeText(answer.volume)}${within === '' ? '' : `/${within}`}; --list <kind> prints them whole.`,
          'Stop the registry, or set it read-only, before you remove any of it.',
        ],
  ];
  const lines = sections.filter((each) => each.length > 0).map((each) => each.join('\n'));
  return `${lines.join('\n\n')}\n`;
}

/** Nearly everything lies in one directory, and at the end of a path is what tells it from others. */
function commonDirectory(groups: readonly LeftoverGroup[]): string {
  const isWithin = groups.every(({ items }) => items.rows.every(({ path }) => path.startsWith(`${V2}/`)));
  return isWithin ? V2 : '';
}

function renderUnasked({ unasked = [], caveats = [] }: LeftoversAnswer, style: Style): string[] {
  if (unasked.length === 0) return [];
  const why =
    caveats.length === 0
      ? ['In a pull-through cache what is missing is normal.']
      : caveats.flatMap((caveat) => renderCaveat(caveat));
  return [`Not looked for: ${unasked.join(', ')}.`, ...why].map((line) => style.warning(line));
}

function sumText({ count, files, bytes }: LeftoversAnswer['totals']): string {
  if (count === 0) return 'nothing';
  return `${countOf(count, 'leftover')} with ${formatBytes(bytes)} in ${countOf(files, 'file')}`;
}

function renderGroup(group: LeftoverGroup, columns: ReadonlyArray<Column<Leftover>>, style: Style): string[] {
  const { kind, count, young, what, remedy, danger, items } = group;
  const sum = count === 0 ? '0' : `${formatCount(count)}  ${formatBytes(group.bytes)}`;
  const apart = young.count > 0 ? `  (and ${formatCount(young.count)} young)` : '';
  const look = danger === 'may-be-wanted' ? '  look first: it may be wanted' : '';
  const doubt = group.undetermined ? style.warning('  undetermined') : '';
  return [
    `${style.heading(kind)}  ${sum}${heldText(group)}${apart}${look}${doubt}`,
    `  ${what}. ${removerText(group)}`,
    // Where all of it is young, nobody is to be told to remove it.
    ...(count > 0 ? [style.dim(`  ${remedy}`)] : []),
    ...(items.rows.length > 0 ? [renderTable(items.rows, columns, style)] : []),
    ...renderMore(items, style),
  ];
}

/** What they keep from being collected. */
function heldText({ holds }: LeftoverGroup): string {
  return holds === undefined
    ? ''
    : `, and holds ${formatBytes(holds.bytes)} in ${countOf(holds.blobs, 'blob')}`;
}

const REMOVERS = {
  nobody: 'nothing but a hand removes them',
  'upload-purge': 'a running registry removes them where its upload purging is on',
  collection: 'a collection removes some',
  'delete-tag': 'a DELETE of the tag removes them',
  'delete-manifest': 'a DELETE of the manifest by its digest removes them, no collection does',
} as const satisfies Record<LeftoverGroup['removedBy']['3.x'], string>;

/** Who removes them, once where families agree. */
function removerText({ removedBy }: LeftoverGroup): string {
  const [old, recent] = [REMOVERS[removedBy['2.7-2.8']], REMOVERS[removedBy['3.x']]];
  const text = old === recent ? old : `with 2.x ${old}, with 3.x ${recent}`;
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

function columnsFor({ scannedAt }: LeftoversAnswer, within: string): Array<Column<Leftover>> {
  return [
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    {
      title: 'age',
      value: ({ modifiedAt }) => (modifiedAt === undefined ? '-' : formatAge(modifiedAt, scannedAt)),
    },
    {
      title: 'path',
      value: (item) => pathText(item).slice(within === '' ? 0 : within.length + 1),
      align: 'left',
      isFlexible: true,
    },
  ];
}

function pathText({ path, parts }: Leftover): string {
  if (parts === undefined) return path;
  return parts.length === 1 ? `${path}/${parts[0]}` : `${path}/{${parts.join(',')}}`;
}

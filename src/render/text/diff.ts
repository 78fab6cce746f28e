import type { DiffAnswer, RepositoryChange } from '../../answers/diff.ts';
import type { Diff, FindingChange } from '../../history/told/diff.ts';
import type { ScanRecord } from '../../history/told/scans.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatCount, shortDigest } from '../format.ts';
import { formatDifference, formatGrowth, formatTime } from './parts/change.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** What changed between two scans: bytes by state, repositories, tags, findings. */
export function renderDiff(answer: DiffAnswer, style: Style): string {
  const { diff } = answer;
  const of = diff.repository === undefined ? '' : ` in ${escapeText(diff.repository.name)}`;
  const sections = [
    [
      `${style.heading('Changed')}${of}  from ${scanText(diff.from)} to ${scanText(diff.to)}`,
      ...diff.caveats.map((each) => style.warning(each)),
    ],
    ...(diff.repository === undefined ? [renderTotals(diff, style)] : []),
    renderRepositories(answer, style),
    renderTags(answer, style),
    renderFindings(answer, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function scanText({ number, scannedAt }: ScanRecord): string {
  return `scan ${number} (${formatTime(scannedAt)})`;
}

interface TotalRow {
  readonly name: string;
  readonly key:
    | 'taggedBytes'
    | 'untaggedBytes'
    | 'unreferencedBytes'
    | 'uploadBytes'
    | 'otherBytes'
    | 'volumeBytes';
}

const TOTALS: readonly TotalRow[] = [
  { name: 'tagged', key: 'taggedBytes' },
  { name: 'untagged', key: 'untaggedBytes' },
  { name: 'unreferenced', key: 'unreferencedBytes' },
  { name: 'uploads', key: 'uploadBytes' },
  { name: 'other', key: 'otherBytes' },
  { name: 'volume', key: 'volumeBytes' },
];

function renderTotals({ from, to, totals }: Diff, style: Style): string[] {
  const columns: Array<Column<TotalRow>> = [
    { title: '', value: ({ name }) => name, align: 'left' },
    { title: 'before', value: ({ key }) => formatBytes(from[key]) },
    { title: 'after', value: ({ key }) => formatBytes(to[key]) },
    { title: 'change', value: ({ key }) => formatGrowth(totals[key] ?? 0) },
  ];
  const counts = (['blobs', 'repositories', 'tags'] as const).map((key) => {
    const by = totals[key] ?? 0;
    return `${key} ${formatCount(to[key])}${by === 0 ? '' : ` (${formatDifference(by)})`}`;
  });
  return [renderTable(TOTALS, columns, style), `  ${counts.join(' · ')}`];
}

function renderRepositories({ counts, repositories, reshared }: DiffAnswer, style: Style): string[] {
  const title = style.heading('Repositories');
  const others = reshared === 0 ? '' : `; ${formatCount(reshared)} only share with more or fewer`;
  if (repositories.count === 0) return [`${title}  none appeared, went or changed${others}`];
  const { appeared, went, changed } = counts;
  const columns: Array<Column<RepositoryChange>> = [
    { title: 'repository', value: ({ name }) => name, align: 'left', isFlexible: true },
    { title: '', value: ({ event }) => event, align: 'left' },
    { title: 'bytes', value: ({ bytes, event }) => formatBytes(event === 'went' ? 0 : bytes) },
    { title: 'change', value: ({ growthBytes }) => formatGrowth(growthBytes) },
    { title: 'came', isOptional: true, value: ({ came }) => (came ? formatBytes(came.blobBytes) : '') },
    { title: 'went', isOptional: true, value: ({ went: gone }) => (gone ? formatBytes(gone.blobBytes) : '') },
  ];
  return [
    `${title}  ${formatCount(appeared)} appeared, ${formatCount(went)} went, ${formatCount(changed)} changed${others}`,
    renderTable(repositories.rows, columns, style),
    ...renderMore(repositories, style),
  ];
}

type TagRow = DiffAnswer['tags']['rows'][number];

function renderTags({ counts, tags, diff }: DiffAnswer, style: Style): string[] {
  const title = style.heading('Tags');
  const passing =
    diff.passing === 0 ? '' : `; ${countOf(diff.passing, 'other was', 'others were')} there only in between`;
  if (tags.count === 0) return [`${title}  none pushed, moved or removed${passing}`];
  const { pushed, moved, removed } = counts;
  const digest = (text: string | undefined) => (text === undefined ? '' : shortDigest(text));
  const columns: Array<Column<TagRow>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    { title: '', value: ({ event }) => event, align: 'left' },
    { title: 'from', isOptional: true, value: ({ from }) => digest(from), align: 'left' },
    { title: 'to', value: ({ to }) => digest(to), align: 'left' },
    { title: 'at (UTC)', value: ({ at, seenAt }) => (at ? formatTime(at) : `by ${formatTime(seenAt)}`) },
  ];
  return [
    `${title}  ${formatCount(pushed)} pushed, ${formatCount(moved)} moved, ${formatCount(removed)} removed${passing}`,
    renderTable(tags.rows, columns, style),
    ...renderMore(tags, style),
  ];
}

function renderFindings({ findings }: DiffAnswer, style: Style): string[] {
  if (findings.count === 0) return [];
  const columns: Array<Column<FindingChange>> = [
    { title: 'finding', value: ({ id }) => id, align: 'left' },
    { title: '', value: ({ event }) => event, align: 'left' },
    { title: 'where', value: placeOf, align: 'left', isFlexible: true },
  ];
  return [
    style.heading('Damage'),
    renderTable(findings.rows, columns, style),
    ...renderMore(findings, style),
  ];
}

function placeOf({ repository, tag, path, digest }: FindingChange): string {
  if (repository !== undefined && tag !== undefined) return `${repository}:${tag}`;
  return path ?? repository ?? digest ?? '';
}

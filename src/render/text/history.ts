import type { HistoryAnswer } from '../../answers/history.ts';
import type { RepositoryScan } from '../../history/told/course.ts';
import type { Growth } from '../../history/told/growth.ts';
import type { ScanRecord } from '../../history/told/scans.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatCount } from '../format.ts';
import { formatGrowth, formatTime } from './parts/change.ts';
import { renderSparkline } from './parts/sparkline.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderMore } from './parts/what-was-cut.ts';
import { wrapParts } from './parts/wrap.ts';

const LINE_WIDTH = 36;

/** How a volume or a repository came to what it is: lines, a table, the last scan first, and how it goes on. */
export function renderHistory(answer: HistoryAnswer, style: Style): string {
  const { course, scans, ofRepository } = answer;
  const { repository, growth, volume } = course;
  const of = repository === undefined ? volume : `${repository.name} in ${volume}`;
  const title = `${style.heading('History')}  ${escapeText(of)} · ${countOf(scans.count, 'scan')}`;
  const body =
    repository === undefined || ofRepository === undefined
      ? [
          ...volumeLines(course.scans),
          '',
          renderTable(withGrowth(scans.rows, course.scans, volumeBytes), SCANS, style),
        ]
      : [
          ...repositoryLines(repository.scans),
          '',
          renderTable(withGrowth(ofRepository.rows, repository.scans, accountBytes), ACCOUNTS, style),
        ];
  const lines = [
    title,
    ...body,
    ...renderMore(scans, style),
    ...marks(scans.rows, style),
    '',
    ...renderGrowth(growth, style),
  ];
  return `${lines.join('\n')}\n`;
}

function volumeLines(scans: readonly ScanRecord[]): string[] {
  return [
    line('volume', scans.map(volumeBytes)),
    line(
      'tagged',
      scans.map((scan) => scan.taggedBytes),
    ),
    line(
      'untagged',
      scans.map((scan) => scan.untaggedBytes),
    ),
    line(
      'unreferenced',
      scans.map((scan) => scan.unreferencedBytes),
    ),
    line(
      'uploads',
      scans.map((scan) => scan.uploadBytes),
    ),
  ];
}

function repositoryLines(scans: readonly RepositoryScan[]): string[] {
  const values = (key: 'bytes' | 'uniqueBytes' | 'taggedBytes' | 'untaggedBytes') =>
    scans.map((scan) => scan[key] ?? 0);
  return [
    line('bytes', values('bytes')),
    line('only here', values('uniqueBytes')),
    line('tagged', values('taggedBytes')),
    line('untagged', values('untaggedBytes')),
  ];
}

function line(name: string, values: readonly number[]): string {
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  const spark = renderSparkline(values, LINE_WIDTH);
  return `  ${name.padEnd(13)} ${spark}  ${formatBytes(first)} -> ${formatBytes(last)}`;
}

type Grown<Row> = Row & { readonly growthBytes: number | undefined };

/** Rows with how much they grew since the one before, which need not be among them. */
function withGrowth<Row extends { readonly number: number }>(
  rows: readonly Row[],
  all: readonly Row[],
  bytesOf: (row: Row) => number,
): Array<Grown<Row>> {
  const before = new Map(all.slice(1).map(({ number }, at) => [number, all[at] as Row]));
  return rows.map((row) => {
    const earlier = before.get(row.number);
    return { ...row, growthBytes: earlier === undefined ? undefined : bytesOf(row) - bytesOf(earlier) };
  });
}

const volumeBytes = (scan: ScanRecord) => scan.volumeBytes;
const accountBytes = (scan: RepositoryScan) => scan.bytes ?? 0;
const growthText = ({ growthBytes }: Grown<object>) =>
  growthBytes === undefined ? '' : formatGrowth(growthBytes);
const accountGrowthText = (scan: Grown<RepositoryScan>) =>
  scan.bytes === undefined && scan.growthBytes === 0 ? '' : growthText(scan);

const SCANS: ReadonlyArray<Column<Grown<ScanRecord>>> = [
  { title: 'scan', value: (scan) => `${scan.number}${markOf(scan)}` },
  { title: 'begun (UTC)', value: ({ scannedAt }) => formatTime(scannedAt), align: 'left' },
  { title: 'volume', value: (scan) => formatBytes(scan.volumeBytes) },
  { title: 'change', value: growthText },
  { title: 'untagged', value: (scan) => formatBytes(scan.untaggedBytes) },
  { title: 'unreferenced', value: (scan) => formatBytes(scan.unreferencedBytes) },
  { title: 'tags', value: (scan) => formatCount(scan.tags) },
];

const ACCOUNTS: ReadonlyArray<Column<Grown<RepositoryScan>>> = [
  { title: 'scan', value: ({ number }) => String(number) },
  { title: 'begun (UTC)', value: ({ scannedAt }) => formatTime(scannedAt), align: 'left' },
  { title: 'bytes', value: ({ bytes }) => (bytes === undefined ? 'not there' : formatBytes(bytes)) },
  { title: 'change', value: accountGrowthText },
  { title: 'only here', value: ({ uniqueBytes }) => bytesOrNothing(uniqueBytes) },
  { title: 'untagged', value: ({ untaggedBytes }) => bytesOrNothing(untaggedBytes) },
  { title: 'tags', value: ({ tags }) => (tags === undefined ? '' : formatCount(tags)) },
];

function bytesOrNothing(bytes: number | undefined): string {
  return bytes === undefined ? '' : formatBytes(bytes);
}

const OTHER_VOLUME = 'another volume than the scan before: not compared';
const NOT_WHOLE = 'did not find everything: nothing is said to be gone';

function markOf({ begins, whole }: ScanRecord): string {
  return begins === 'other-volume' ? ' +' : whole ? '' : ' *';
}

function marks(scans: readonly ScanRecord[], style: Style): string[] {
  return [
    ...(scans.some(({ begins }) => begins === 'other-volume') ? [style.dim(`  + ${OTHER_VOLUME}`)] : []),
    ...(scans.some((scan) => markOf(scan) === ' *') ? [style.dim(`  * ${NOT_WHOLE}`)] : []),
  ];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** How it goes on, or why that cannot be said. */
function renderGrowth(growth: Growth, style: Style): string[] {
  const start = `${style.heading('Growth')}  `;
  if (growth.code === 'not-enough-scans')
    return [`${start}cannot be told yet: that takes three scans that found everything, over a day or more`];
  if (growth.code === 'not-growing') return [`${start}none between collections`];
  const { bytesPerDay, spans, availableBytes, fullAt } = growth;
  const median = spans === 1 ? '' : `, the median of ${spans} spans between collections`;
  const rate = `${start}${formatBytes(bytesPerDay)} a day${median}`;
  if (availableBytes === undefined) return [rate];
  const left = `${formatBytes(availableBytes)} are left`;
  if (fullAt === undefined)
    return [rate, `  ${left}, which is enough for more than ten years if it goes on so`];
  const days = Math.floor(availableBytes / bytesPerDay);
  const when = `${left}: full in ${countOf(days, 'day')}, on ${fullAt.slice(0, 10)}`;
  const lines = wrapParts(
    { text: '  ', width: 2 },
    [`${when},`, 'if it goes on so and nothing is collected'],
    ' ',
    style.width,
  );
  return [rate, ...lines.map((line) => (days * DAY_MS < SOON_MS ? style.warning(line) : line))];
}

const SOON_MS = 30 * DAY_MS;

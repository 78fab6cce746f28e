import type { Amount } from '../../analyze/overview.ts';
import type { RepositoryUsage } from '../../analyze/usage/by-repository.ts';
import type { ReportAnswer } from '../../answers/report.ts';
import type { Finding } from '../../check/finding.ts';
import type { FindingKind } from '../../check/finding-kinds.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatCount, formatDuration, formatPercent } from '../format.ts';
import { renderLevers } from './levers.ts';
import { renderBar } from './parts/bar.ts';
import { renderNamedElsewhere } from './parts/named-elsewhere.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { lossText, renderTrust } from './parts/warnings.ts';
import { wrapParts } from './parts/wrap.ts';
import { renderAlarms, renderChanges } from './report-changes.ts';

const BAR_WIDTH = 28;
const CACHE = 'A pull-through cache: what is missing is fetched when somebody asks for it.';
const COMMAND_COLUMN = 56;

/** The overview and what check finds, as a person reads it first. */
export function renderReport(answer: ReportAnswer, style: Style): string {
  const { overview, complete } = answer;
  const sections = [
    [...renderVolume(overview, style), ...renderChanges(answer.changes, style)],
    renderAlarms(answer.alarms, style),
    renderLoss(overview, style),
    renderSpace(overview, style),
    renderLargest(answer, style),
    renderReclaimable(answer, style),
    renderLevers(answer.levers, style),
    renderFindings(answer, style),
    renderTrust({ ...overview.reclaimable, complete }, style),
    overview.isCache ? [CACHE] : [],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

type Overview = ReportAnswer['overview'];

function renderVolume({ scan, totals }: Overview, style: Style): string[] {
  const parts = [
    escapeText(scan.volume),
    `${formatBytes(totals.volumeBytes)} in ${countOf(totals.blobs, 'blob')}`,
    countOf(scan.repositories, 'repository', 'repositories'),
    countOf(scan.tags, 'tag'),
    `read in ${formatDuration(scan.durationMs)}`,
  ];
  return wrapParts(
    { text: `${style.heading('Volume')}  `, width: 'Volume  '.length },
    parts,
    ' · ',
    style.width,
  );
}

function renderLoss({ loss, scan }: Overview, style: Style): string[] {
  return loss === undefined ? [] : [style.warning(escapeText(lossText(loss, scan.volume)))];
}

function renderSpace({ totals }: Overview, style: Style): string[] {
  const rows: Array<[string, number]> = [
    ['tagged', totals.taggedBytes],
    ['untagged', totals.untaggedBytes],
    ['unreferenced', totals.unreferencedBytes],
    ['uploads', totals.uploadBytes],
    ['other', totals.otherBytes],
  ];
  const line = ([name, bytes]: [string, number]) => {
    const bar = renderBar(totals.volumeBytes === 0 ? 0 : bytes / totals.volumeBytes, BAR_WIDTH);
    return `  ${name.padEnd(13)} ${bar}  ${formatBytes(bytes).padStart(10)}  ${formatPercent(bytes, totals.volumeBytes).padStart(5)}`;
  };
  return [style.heading('Where the space is'), ...rows.map(line)];
}

function renderLargest({ repositories, areLargest }: ReportAnswer, style: Style): string[] {
  if (repositories.rows.length === 0) return [];
  const columns: Array<Column<RepositoryUsage>> = [
    { title: 'repository', value: ({ name }) => name, align: 'left', isFlexible: true },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'only here', value: ({ uniqueBytes }) => formatBytes(uniqueBytes) },
    { title: 'shared', value: ({ sharedBytes }) => formatBytes(sharedBytes) },
    { title: 'untagged', value: ({ untaggedBytes }) => formatBytes(untaggedBytes) },
  ];
  const { count, left } = repositories;
  const shown = `  ${formatCount(count - left)} of ${formatCount(count)} (--limit 0 shows all)`;
  const title = style.heading(areLargest ? 'Largest repositories' : 'Repositories');
  return [left === 0 ? title : `${title}${style.dim(shown)}`, renderTable(repositories.rows, columns, style)];
}

function renderReclaimable(answer: ReportAnswer, style: Style): string[] {
  const { reclaimable, totals } = answer.overview;
  const { unreferenced, young, untagged, staleUploads, namedElsewhere, undetermined } = reclaimable;
  if (answer.isHalfMissing)
    return [style.heading('What could go'), '  undetermined: half of the volume is not there'];
  const line = (amount: Amount, what: string, command = '') => {
    if (amount.count === 0) return [];
    const start = `  ${formatBytes(amount.bytes).padStart(10)}  ${what}`;
    return [command === '' ? start : `${start.padEnd(COMMAND_COLUMN)}${style.dim(command)}`];
  };
  const lines = [
    ...line(unreferenced, `${countOf(unreferenced.count, 'blob')} that nothing refers to`, 'stowage orphans'),
    ...line(
      untagged,
      `${countOf(untagged.count, 'blob')} only untagged manifests hold`,
      'stowage orphans --untagged',
    ),
    ...line(staleUploads, `${countOf(staleUploads.count, 'upload')} started over 7 days ago`),
    ...line(young, `${countOf(young.count, 'young blob')}, perhaps a push in flight: not counted`),
    ...renderNamedElsewhere(namedElsewhere, style),
  ];
  if (lines.length === 0) return [style.heading('What could go'), '  nothing'];
  const sum = answer.reclaimableBytes;
  const share = `${undetermined ? 'undetermined, ' : ''}up to ${formatBytes(sum)}, ${formatPercent(sum, totals.volumeBytes)} of the volume`;
  return [`${style.heading('What could go')}  ${share}`, ...lines];
}

/** What is damaged or may matter, the gravest first; what is only good to know is counted. */
function renderFindings(answer: ReportAnswer, style: Style): string[] {
  const { findings, damage, notesCount, collectionUnasked } = answer;
  if (findings.length === 0 && collectionUnasked !== true) return [];
  const rest = [
    ...(damage.left > 0 ? [countOf(damage.left, 'more kind of finding', 'more kinds of finding')] : []),
    ...(notesCount > 0 ? [countOf(notesCount, 'kind of note', 'kinds of note')] : []),
  ];
  const columns: Array<Column<FindingKind>> = [
    { title: 'finding', value: ({ id }) => id, align: 'left' },
    { title: 'severity', value: ({ severity }) => severity, align: 'left' },
    { title: 'count', value: ({ count }) => formatCount(count) },
    { title: 'for example', value: ({ example }) => describePlace(example), align: 'left', isFlexible: true },
  ];
  const title = 'What is not as it should be';
  const gap = ' '.repeat(COMMAND_COLUMN - title.length);
  return [
    `${style.heading(title)}${gap}${style.dim('stowage check')}`,
    damage.rows.length === 0 ? '  nothing' : renderTable(damage.rows, columns, style),
    ...(rest.length > 0 ? [`  and ${rest.join(' and ')}`] : []),
    ...(collectionUnasked === true
      ? ['  Not asked: what a collection would end on or break (stowage check).']
      : []),
  ];
}

/** An image by its tag, anything else by where it is. */
function describePlace({ repository, tag, path, digest, message }: Finding): string {
  if (repository !== undefined && tag !== undefined) return `${repository}:${tag}`;
  return path ?? repository ?? digest ?? message;
}

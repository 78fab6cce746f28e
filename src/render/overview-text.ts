import type { Amount, Overview } from '../analyze/overview.ts';
import type { RepositoryUsage } from '../analyze/usage.ts';
import { renderBar } from './bar.ts';
import { escapeText } from './escape.ts';
import { countOf, formatBytes, formatDuration, formatPercent } from './format.ts';
import type { Style } from './style.ts';
import { type Column, renderTable } from './table.ts';
import { lossText, renderTrust } from './warnings.ts';
import { wrapParts } from './wrap.ts';

const BAR_WIDTH = 28;
const PROBLEMS_SHOWN = 8;
const COMMAND_COLUMN = 56;

/** The overview, as a person reads it first. */
export function renderOverview(overview: Overview, style: Style): string {
  const sections = [
    renderVolume(overview, style),
    renderLoss(overview, style),
    renderSpace(overview, style),
    renderLargest(overview, style),
    renderReclaimable(overview, style),
    renderProblems(overview, style),
    renderTrust({ complete: overview.scan.complete, undetermined: overview.reclaimable.undetermined }, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

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

function renderLargest({ repositories }: Overview, style: Style): string[] {
  if (repositories.length === 0) return [];
  const columns: Array<Column<RepositoryUsage>> = [
    { title: 'repository', value: ({ name }) => name, align: 'left', isFlexible: true },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'only here', value: ({ uniqueBytes }) => formatBytes(uniqueBytes) },
    { title: 'shared', value: ({ sharedBytes }) => formatBytes(sharedBytes) },
    { title: 'untagged', value: ({ untaggedBytes }) => formatBytes(untaggedBytes) },
  ];
  return [style.heading('Largest repositories'), renderTable(repositories, columns, style)];
}

function renderReclaimable({ reclaimable, totals }: Overview, style: Style): string[] {
  const { unreferenced, young, untagged, staleUploads } = reclaimable;
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
  ];
  if (lines.length === 0) return [style.heading('What could go'), '  nothing'];
  const sum = unreferenced.bytes + untagged.bytes + staleUploads.bytes;
  const share = `up to ${formatBytes(sum)}, ${formatPercent(sum, totals.volumeBytes)} of the volume`;
  return [`${style.heading('What could go')}  ${share}`, ...lines];
}

function renderProblems({ problems, missing, isCache }: Overview, style: Style): string[] {
  const lines = problems.slice(0, PROBLEMS_SHOWN).map(({ code, count, path }) => {
    const more = count > 1 ? `, and ${countOf(count - 1, 'more', 'more')}` : '';
    return `  ${code.padEnd(22)} ${escapeText(path)}${more}`;
  });
  const left = problems.length - PROBLEMS_SHOWN;
  if (left > 0) lines.push(`  … and ${countOf(left, 'more kind')} of problem`);
  if (missing.blobs > 0) {
    const excuse = isCache ? ', as is normal in a pull-through cache' : '';
    lines.unshift(
      `  ${countOf(missing.blobs, 'blob')} that manifests or tags refer to ${missing.blobs === 1 ? 'is' : 'are'} missing${excuse}`,
    );
  }
  if (lines.length === 0) return [];
  const title = 'What is not as it should be';
  const gap = ' '.repeat(COMMAND_COLUMN - title.length);
  return [`${style.heading(title)}${gap}${style.dim('stowage check')}`, ...lines];
}

import type { Orphan, Orphans } from '../../analyze/orphans.ts';
import { countOf, formatAge, formatBytes, shortDigest } from '../format.ts';
import { renderNamedElsewhere } from './named-elsewhere.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';

/** Below this many columns a digest is cut to what still tells blobs apart. */
const WIDE = 130;

/** Unreferenced blobs, largest first. */
export function renderOrphans(
  orphans: Orphans,
  options: { readonly limit: number; readonly scannedAt: string; readonly complete: boolean },
  style: Style,
): string {
  const { totals } = orphans;
  const sorted = [...orphans.blobs].sort((a, b) => b.bytes - a.bytes || (a.digest < b.digest ? -1 : 1));
  const rows = options.limit === 0 ? sorted : sorted.slice(0, options.limit);
  const young = `${countOf(totals.youngBlobs, 'young blob')} with ${formatBytes(totals.youngBytes)} left out: perhaps a push in flight`;
  const lines = [
    `${style.heading('Could be freed')}  ${describeSum(orphans)}`,
    ...(totals.youngBlobs > 0 ? [`  ${young}`] : []),
    ...renderNamedElsewhere(totals.namedElsewhere, style),
    ...(rows.length > 0 ? ['', renderTable(rows, columnsFor(orphans, options.scannedAt, style), style)] : []),
    ...(rows.length < sorted.length
      ? [style.dim(`  … and ${countOf(sorted.length - rows.length, 'more', 'more')} (--limit 0 shows all)`)]
      : []),
    '',
    ...renderTrust({ ...orphans, complete: options.complete }, style),
    ...(orphans.blobs.some(({ state }) => state === 'untagged')
      ? ['Untagged too are signatures and SBOMs that nothing but `subject` ties to an image.']
      : []),
    'Not a list of what is safe to delete: a running registry may use any of these again.',
  ];
  return `${lines.join('\n')}\n`;
}

function describeSum({ totals, undetermined, caveats = [] }: Orphans): string {
  if (caveats.some(({ code }) => code === 'half-missing'))
    return 'undetermined: half of the volume is not there';
  const sum = `${formatBytes(totals.bytes)} in ${countOf(totals.blobs, 'blob')}`;
  return undetermined ? `undetermined, up to ${sum}` : sum;
}

function columnsFor(orphans: Orphans, scannedAt: string, style: Style): Array<Column<Orphan>> {
  const isWide = style.width >= WIDE;
  const digest = (text: string) => (isWide ? text : shortDigest(text));
  const hasStates = orphans.blobs.some(({ state }) => state !== 'unreferenced');
  return [
    { title: 'blob', value: (orphan) => digest(orphan.digest), align: 'left' },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    {
      title: 'age',
      value: ({ modifiedAt, young }) => formatAge(modifiedAt, scannedAt) + (young ? ' young' : ''),
    },
    ...(hasStates ? [{ title: 'state', value: ({ state }: Orphan) => state, align: 'left' as const }] : []),
    {
      title: 'linked from',
      value: ({ linkedFrom }) => describeLinks(linkedFrom),
      align: 'left',
      isFlexible: true,
    },
  ];
}

function describeLinks(linkedFrom: readonly string[]): string {
  const [first, ...others] = linkedFrom;
  if (first === undefined) return '-';
  return others.length === 0 ? first : `${first} and ${countOf(others.length, 'other')}`;
}

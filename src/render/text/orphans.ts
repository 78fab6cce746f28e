import type { Orphan } from '../../analyze/orphans.ts';
import type { OrphansAnswer } from '../../answers/orphans.ts';
import { countOf, formatAge, formatBytes, shortDigest } from '../format.ts';
import { renderOrphanManifests } from './orphan-manifests.ts';
import { firstOf } from './parts/first-of.ts';
import { renderNamedElsewhere } from './parts/named-elsewhere.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** Below this many columns a digest is cut to what still tells blobs apart. */
const WIDE = 130;

/** Unreferenced blobs, and what could be freed of them. */
export function renderOrphans(answer: OrphansAnswer, style: Style): string {
  const { totals, manifests, scannedAt } = answer;
  const young = `${countOf(totals.youngBlobs, 'young blob')} with ${formatBytes(totals.youngBytes)} left out: perhaps a push in flight`;
  const lines = [
    `${style.heading('Could be freed')}  ${describeSum(answer)}`,
    ...(totals.youngBlobs > 0 ? [`  ${young}`] : []),
    ...renderNamedElsewhere(totals.namedElsewhere, style),
    ...(manifests === undefined
      ? renderBlobs(answer, style)
      : ['', ...renderOrphanManifests(manifests, scannedAt, style)]),
    '',
    ...renderTrust(answer, style),
    ...(answer.hasUntagged
      ? ['Untagged too are signatures and SBOMs that nothing but `subject` ties to an image.']
      : []),
    'Not a list of what is safe to delete: a running registry may use any of these again.',
  ];
  return `${lines.join('\n')}\n`;
}

function renderBlobs(answer: OrphansAnswer, style: Style): string[] {
  const { blobs } = answer;
  return [
    ...(blobs.rows.length > 0 ? ['', renderTable(blobs.rows, columnsFor(answer, style), style)] : []),
    ...renderMore(blobs, style),
  ];
}

function describeSum({ totals, undetermined, isHalfMissing }: OrphansAnswer): string {
  if (isHalfMissing) return 'undetermined: half of the volume is not there';
  const sum = `${formatBytes(totals.bytes)} in ${countOf(totals.blobs, 'blob')}`;
  return undetermined ? `undetermined, up to ${sum}` : sum;
}

function columnsFor({ scannedAt, hasUntagged }: OrphansAnswer, style: Style): Array<Column<Orphan>> {
  const isWide = style.width >= WIDE;
  const digest = (text: string) => (isWide ? text : shortDigest(text));
  return [
    { title: 'blob', value: (orphan) => digest(orphan.digest), align: 'left' },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    {
      title: 'age',
      value: ({ modifiedAt, young }) => formatAge(modifiedAt, scannedAt) + (young ? ' young' : ''),
    },
    ...(hasUntagged ? [{ title: 'state', value: ({ state }: Orphan) => state, align: 'left' as const }] : []),
    {
      title: 'linked from',
      value: ({ linkedFrom }) => (linkedFrom.length === 0 ? '-' : firstOf(linkedFrom, 1, 'other')),
      align: 'left',
      isFlexible: true,
    },
  ];
}

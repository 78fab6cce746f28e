import type { OrphanManifestRow, OrphansAnswer } from '../../answers/orphans.ts';
import { countOf, formatAge, formatBytes, formatCount, shortDigest } from '../format.ts';
import { firstOf } from './parts/first-of.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** Below this many columns a digest is cut to what still tells blobs apart. */
const WIDE = 170;

/** The manifests among unreferenced blobs: images that could be had again. */
export function renderOrphanManifests(
  { count, whole, list, unread }: NonNullable<OrphansAnswer['manifests']>,
  scannedAt: string,
  style: Style,
): string[] {
  const listed = count - list.count;
  const doubts =
    unread.length > 0 ? [`${countOf(unread.length, 'blob')} could not be read (--json names them)`] : [];
  const sum = `${formatCount(count)}, of which ${formatCount(whole)} whole: all that they lead to is there`;
  return [
    `${style.heading('Manifests')}  ${count === 0 ? 'none of these blobs is one' : sum}`,
    ...(listed > 0
      ? [style.dim(`  ${formatCount(listed)} that an index among them lists are not listed again`)]
      : []),
    ...doubts.map((doubt) => style.warning(`  ${doubt}`)),
    ...(list.rows.length > 0 ? ['', renderTable(list.rows, columnsFor(scannedAt, style), style)] : []),
    ...renderMore(list, style),
  ];
}

function columnsFor(scannedAt: string, { width }: Style): ReadonlyArray<Column<OrphanManifestRow>> {
  const digestOf = width >= WIDE ? (digest: string) => digest : shortDigest;
  return [
    { title: 'name', value: nameOf, align: 'left', isFlexible: true },
    { title: 'kind', value: ({ kind }) => kind, align: 'left' },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'age', value: ({ modifiedAt }) => formatAge(modifiedAt, scannedAt) },
    {
      title: 'whole',
      value: ({ whole, missing = 0 }) => (whole ? 'yes' : `${formatCount(missing)} missing`),
      align: 'left',
    },
    { title: 'digest', value: ({ digest }) => digestOf(digest), align: 'left' },
    {
      title: 'created',
      value: ({ created }) => created?.slice(0, 10) ?? '-',
      isOptional: true,
    },
    {
      title: 'repository',
      value: ({ repositories = [] }) => (repositories.length === 0 ? '-' : firstOf(repositories, 1, 'other')),
      align: 'left',
      isOptional: true,
    },
  ];
}

/** What it calls itself, and for what it is; or what it is attached to. */
function nameOf({ name, version, platforms = [], subject }: OrphanManifestRow): string {
  const attached = subject === undefined ? '-' : `attached to ${shortDigest(subject)}`;
  const hasVersion = name !== undefined && version !== undefined && !name.includes(version);
  const named = hasVersion ? `${name} ${version}` : (name ?? attached);
  return platforms.length === 0 ? named : `${named} (${firstOf(platforms, 2, 'more', 'more')})`;
}

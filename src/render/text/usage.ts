import type { Certainty } from '../../analyze/trust/trust.ts';
import type { KindUsage, UsageByKind } from '../../analyze/usage/by-kind.ts';
import type { NamespaceUsage, UsageByNamespace } from '../../analyze/usage/by-namespace.ts';
import type { RepositoryUsage, Usage } from '../../analyze/usage/by-repository.ts';
import type { TagUsage, UsageByTag } from '../../analyze/usage/by-tag.ts';
import type { Totals } from '../../analyze/usage/totals.ts';
import { formatBytes, formatCount } from '../format.ts';
import { renderNamedElsewhere } from './named-elsewhere.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';
import { wrapParts } from './parts/wrap.ts';

interface Sized {
  readonly bytes: number;
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  readonly fairShareBytes: number;
}

/** The columns that every list of shares has. */
export const SIZES: ReadonlyArray<Column<Sized>> = [
  { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
  { title: 'only here', value: ({ uniqueBytes }) => formatBytes(uniqueBytes) },
  { title: 'shared', isOptional: true, value: ({ sharedBytes }) => formatBytes(sharedBytes) },
  { title: 'fair share', isOptional: true, value: ({ fairShareBytes }) => formatBytes(fairShareBytes) },
];

const STATES: ReadonlyArray<Column<RepositoryUsage | NamespaceUsage>> = [
  { title: 'untagged', value: ({ untaggedBytes }) => formatBytes(untaggedBytes) },
  { title: 'uploads', isOptional: true, value: ({ uploadBytes }) => formatBytes(uploadBytes) },
];

/** A list that may have been cut, and how many rows it had. */
export interface Cut<Row> {
  readonly rows: readonly Row[];
  readonly of: number;
}

export function renderUsage(
  usage: Usage,
  { rows, of }: Cut<RepositoryUsage>,
  certainty: Certainty,
  style: Style,
): string {
  const columns: Array<Column<RepositoryUsage>> = [
    { title: 'repository', value: ({ name }) => name, align: 'left', isFlexible: true },
    { title: 'tags', isOptional: true, value: ({ tags }) => formatCount(tags) },
    ...SIZES,
    ...STATES,
  ];
  return finish(usage, renderTable(rows, columns, style), { rows, of }, certainty, style);
}

export function renderUsageByNamespace(
  usage: UsageByNamespace,
  cut: Cut<NamespaceUsage>,
  certainty: Certainty,
  style: Style,
): string {
  const columns: Array<Column<NamespaceUsage>> = [
    {
      title: 'namespace',
      value: ({ name }) => (name === '' ? '(none)' : name),
      align: 'left',
      isFlexible: true,
    },
    { title: 'repositories', value: ({ repositories }) => formatCount(repositories) },
    ...SIZES,
    ...STATES,
  ];
  return finish(usage, renderTable(cut.rows, columns, style), cut, certainty, style);
}

export function renderUsageByTag(
  usage: UsageByTag,
  cut: Cut<TagUsage>,
  certainty: Certainty,
  style: Style,
): string {
  const columns: Array<Column<TagUsage>> = [
    { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
    { title: 'kind', isOptional: true, value: ({ kind }) => kind ?? '-', align: 'left' },
    ...SIZES,
    { title: 'pushed', value: ({ modifiedAt }) => modifiedAt.slice(0, 10) },
  ];
  return finish(usage, renderTable(cut.rows, columns, style), cut, certainty, style);
}

export function renderUsageByKind(
  usage: UsageByKind,
  cut: Cut<KindUsage>,
  certainty: Certainty,
  style: Style,
): string {
  const name = ({ kind, artifactType }: KindUsage) =>
    artifactType === null ? kind : `${kind} ${artifactType}`;
  const columns: Array<Column<KindUsage>> = [
    { title: 'kind', value: name, align: 'left', isFlexible: true },
    { title: 'manifests', value: ({ manifests }) => formatCount(manifests) },
    ...SIZES,
  ];
  return finish(usage, renderTable(cut.rows, columns, style), cut, certainty, style);
}

function finish(
  { totals, namedElsewhere }: Pick<Usage, 'totals' | 'namedElsewhere'>,
  table: string,
  { rows, of }: Cut<unknown>,
  certainty: Certainty,
  style: Style,
): string {
  const left = of - rows.length;
  const more = left > 0 ? [style.dim(`  … and ${formatCount(left)} more (--limit 0 shows all)`)] : [];
  const doubts = renderTrust(certainty, style);
  const elsewhere = renderNamedElsewhere(namedElsewhere, style);
  const lines = [table, ...more, '', ...renderVolume(totals, style), ...elsewhere];
  return `${[...lines, ...(doubts.length > 0 ? ['', ...doubts] : [])].join('\n')}\n`;
}

/** The volume, and the parts that it is the sum of. */
export function renderVolume(totals: Totals, style: Style): string[] {
  const { taggedBytes, untaggedBytes, unreferencedBytes, uploadBytes, otherBytes, volumeBytes } = totals;
  const parts = [
    `${formatBytes(volumeBytes)} =`,
    `tagged ${formatBytes(taggedBytes)} +`,
    `untagged ${formatBytes(untaggedBytes)} +`,
    `unreferenced ${formatBytes(unreferencedBytes)} +`,
    `uploads ${formatBytes(uploadBytes)} +`,
    `other ${formatBytes(otherBytes)}`,
  ];
  const start = { text: `${style.heading('Volume')}  `, width: 'Volume  '.length };
  return wrapParts(start, parts, ' ', style.width);
}

import type { AgeUsage } from '../../analyze/usage/by-age.ts';
import type { ImageGroupUsage } from '../../analyze/usage/by-image.ts';
import type { LayerUsage } from '../../analyze/usage/by-layer.ts';
import type { NamespaceUsage } from '../../analyze/usage/by-namespace.ts';
import type { RepositoryUsage } from '../../analyze/usage/by-repository.ts';
import type { UsageAnswer, UsageAnswerBy } from '../../answers/usage.ts';
import { formatBytes, formatCount, formatPercent, shortDigest } from '../format.ts';
import { SIZES } from './parts/shares.ts';
import type { Style } from './parts/style.ts';
import type { Column } from './parts/table.ts';

type Columns<By extends UsageAnswer['by']> = ReadonlyArray<Column<UsageAnswerBy<By>['list']['rows'][number]>>;

const STATES: ReadonlyArray<Column<RepositoryUsage | NamespaceUsage>> = [
  { title: 'untagged', value: ({ untaggedBytes }) => formatBytes(untaggedBytes) },
  { title: 'uploads', isOptional: true, value: ({ uploadBytes }) => formatBytes(uploadBytes) },
];

export const REPOSITORY: Columns<'repository'> = [
  { title: 'repository', value: ({ name }) => name, align: 'left', isFlexible: true },
  { title: 'tags', isOptional: true, value: ({ tags }) => formatCount(tags) },
  ...SIZES,
  ...STATES,
];

export const NAMESPACE: Columns<'namespace'> = [
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

export const TAG: Columns<'tag'> = [
  { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
  { title: 'kind', isOptional: true, value: ({ kind }) => kind ?? '-', align: 'left' },
  ...SIZES,
  { title: 'pushed', value: ({ modifiedAt }) => modifiedAt.slice(0, 10) },
];

export const KIND: Columns<'kind'> = [
  {
    title: 'kind',
    value: ({ kind, artifactType }) => (artifactType === null ? kind : `${kind} ${artifactType}`),
    align: 'left',
    isFlexible: true,
  },
  { title: 'manifests', value: ({ manifests }) => formatCount(manifests) },
  ...SIZES,
];

const GROUPS: Readonly<Record<ImageGroupUsage['group'], string>> = {
  named: '',
  none: '(none)',
  unread: '(config not read)',
  'no-image': '(no image)',
};

const IMAGE_GROUP: ReadonlyArray<Column<ImageGroupUsage>> = [
  { title: 'images', value: ({ images }) => formatCount(images) },
  { title: 'tags', isOptional: true, value: ({ tags }) => formatCount(tags) },
  ...SIZES,
];

export const PLATFORM: Columns<'platform'> = [
  {
    title: 'platform',
    value: ({ platform, group }) => platform ?? GROUPS[group],
    align: 'left',
    isFlexible: true,
  },
  ...IMAGE_GROUP,
];

export const SOURCE: Columns<'source'> = [
  { title: 'source', value: ({ source, group }) => source ?? GROUPS[group], align: 'left', isFlexible: true },
  ...IMAGE_GROUP,
];

const AGES: Readonly<Record<AgeUsage['age'], string>> = {
  'under-1d': 'less than 1 day ago',
  '1d-7d': '1 to 7 days ago',
  '7d-30d': '7 to 30 days ago',
  '30d-90d': '30 to 90 days ago',
  '90d-1y': '90 days to 1 year ago',
  'over-1y': '1 year ago or more',
  unknown: 'nobody knows when',
};

/** The columns of ages; their shares are of all blobs. */
export function ageColumns(blobBytes: number): Columns<'age'> {
  return [
    { title: 'last pushed to', value: ({ age }) => AGES[age], align: 'left' },
    { title: 'blobs', value: ({ blobs }) => formatCount(blobs) },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'share', value: ({ bytes }) => formatPercent(bytes, blobBytes) },
    { title: 'untagged', value: ({ untaggedBytes }) => formatBytes(untaggedBytes) },
    { title: 'unreferenced', value: ({ unreferencedBytes }) => formatBytes(unreferencedBytes) },
  ];
}

/** Below this many columns a digest is cut to what still tells layers apart. */
const WIDE = 140;

/** The columns of layers; those of one repository each need not say so. */
export function layerColumns(style: Style, areAlone = false): Columns<'layer'> {
  const digest = (text: string) => (style.width >= WIDE ? text : shortDigest(text));
  const shared: Columns<'layer'> = [
    { title: 'repositories', value: ({ repositories }) => formatCount(repositories) },
    { title: 'saved', value: savedText },
  ];
  return [
    { title: 'layer', value: (layer) => digest(layer.digest), align: 'left' },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'images', value: ({ images }) => formatCount(images) },
    { title: 'tags', value: ({ tags }) => formatCount(tags) },
    ...(areAlone ? [] : shared),
  ];
}

function savedText({ savedBytes }: LayerUsage): string {
  return savedBytes === 0 ? '-' : formatBytes(savedBytes);
}

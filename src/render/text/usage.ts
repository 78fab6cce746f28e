import type { NamespaceUsage } from '../../analyze/usage/by-namespace.ts';
import type { RepositoryUsage } from '../../analyze/usage/by-repository.ts';
import type { UsageAnswer, UsageAnswerBy } from '../../answers/usage.ts';
import { formatBytes, formatCount } from '../format.ts';
import { renderNamedElsewhere } from './parts/named-elsewhere.ts';
import { renderVolume, SIZES } from './parts/shares.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';
import { renderUsageOfOne } from './usage-of-one.ts';

/** Disk usage: a table, or what is known of the one tag or manifest that was named. */
export function renderUsage(answer: UsageAnswer, style: Style): string {
  if (answer.by === 'manifest' || (answer.by === 'tag' && answer.isOfOne === true))
    return answer.list.rows.map((one) => renderUsageOfOne(one, answer, style)).join('');
  const { totals, namedElsewhere, certainty } = answer;
  const doubts = renderTrust(certainty, style);
  const lines = [
    renderList(answer, style),
    ...renderMore(answer.list, style),
    '',
    ...renderVolume(totals, style),
    ...renderNamedElsewhere(namedElsewhere, style),
    ...(doubts.length > 0 ? ['', ...doubts] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function renderList(answer: Exclude<UsageAnswer, UsageAnswerBy<'manifest'>>, style: Style): string {
  switch (answer.by) {
    case 'repository':
      return renderTable(answer.list.rows, REPOSITORY, style);
    case 'namespace':
      return renderTable(answer.list.rows, NAMESPACE, style);
    case 'kind':
      return renderTable(answer.list.rows, KIND, style);
    case 'tag':
      return renderTable(answer.list.rows, TAG, style);
  }
}

type Columns<By extends UsageAnswer['by']> = ReadonlyArray<Column<UsageAnswerBy<By>['list']['rows'][number]>>;

const STATES: ReadonlyArray<Column<RepositoryUsage | NamespaceUsage>> = [
  { title: 'untagged', value: ({ untaggedBytes }) => formatBytes(untaggedBytes) },
  { title: 'uploads', isOptional: true, value: ({ uploadBytes }) => formatBytes(uploadBytes) },
];

const REPOSITORY: Columns<'repository'> = [
  { title: 'repository', value: ({ name }) => name, align: 'left', isFlexible: true },
  { title: 'tags', isOptional: true, value: ({ tags }) => formatCount(tags) },
  ...SIZES,
  ...STATES,
];

const NAMESPACE: Columns<'namespace'> = [
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

const TAG: Columns<'tag'> = [
  { title: 'tag', value: ({ repository, tag }) => `${repository}:${tag}`, align: 'left', isFlexible: true },
  { title: 'kind', isOptional: true, value: ({ kind }) => kind ?? '-', align: 'left' },
  ...SIZES,
  { title: 'pushed', value: ({ modifiedAt }) => modifiedAt.slice(0, 10) },
];

const KIND: Columns<'kind'> = [
  {
    title: 'kind',
    value: ({ kind, artifactType }) => (artifactType === null ? kind : `${kind} ${artifactType}`),
    align: 'left',
    isFlexible: true,
  },
  { title: 'manifests', value: ({ manifests }) => formatCount(manifests) },
  ...SIZES,
];

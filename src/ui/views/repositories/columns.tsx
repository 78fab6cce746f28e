import type { ComponentChildren } from 'preact';
import { formatAge, formatBytes, formatCount } from '../../../render/format.ts';
import { address } from '../../address.ts';
import { Name, plainName } from '../../parts/name.tsx';
import { Share } from '../../parts/share.tsx';
import type { Json } from '../../source/source.ts';

/** A repository, with when something was last pushed to it where that is known by now. */
export type Repository = NonNullable<Json<'usage'>['repositories']>[number] & {
  readonly pushedAt?: string | null | undefined;
};

/** What cells need to know beside their row. */
interface Surroundings {
  readonly now: string;
  /** What the largest takes. */
  readonly most: number;
}

/** A column of the table of repositories. */
export interface Column {
  /** As `--sort` names it. */
  readonly key: string;
  readonly title: string;
  /** How wide the window must be for it. */
  readonly from: 'phone' | 'tablet' | 'desktop';
  readonly isNumber: boolean;
  /** What rows are ordered by: texts from A, numbers from the largest. */
  readonly order: (row: Repository) => string | number;
  readonly cell: (row: Repository, surroundings: Surroundings) => ComponentChildren;
}

/** The columns in their order. */
export const COLUMNS: readonly Column[] = [
  {
    key: 'name',
    title: 'repository',
    from: 'phone',
    isNumber: false,
    order: ({ name }) => name,
    cell: ({ name }) => (
      <a href={address.repository(name)} title={plainName(name)}>
        <Name of={name} />
      </a>
    ),
  },
  bytesColumn('bytes', 'bytes', 'phone', ({ bytes }) => bytes),
  bytesColumn('unique', 'only here', 'phone', ({ uniqueBytes }) => uniqueBytes),
  bytesColumn('shared', 'shared', 'desktop', ({ sharedBytes }) => sharedBytes),
  bytesColumn('fair-share', 'fair share', 'desktop', ({ fairShareBytes }) => fairShareBytes),
  bytesColumn('untagged', 'untagged', 'tablet', ({ untaggedBytes }) => untaggedBytes),
  {
    key: 'tagged',
    title: 'tagged and untagged',
    from: 'desktop',
    isNumber: false,
    order: ({ taggedBytes }) => taggedBytes,
    cell: (row, { most }) => <Share of={row} most={most} />,
  },
  bytesColumn('uploads', 'uploads', 'desktop', ({ uploadBytes }) => uploadBytes),
  {
    key: 'tags',
    title: 'tags',
    from: 'tablet',
    isNumber: true,
    order: ({ tags }) => tags,
    cell: ({ tags }) => formatCount(tags),
  },
  {
    key: 'pushed',
    title: 'pushed',
    from: 'tablet',
    isNumber: true,
    order: ({ pushedAt }) => (pushedAt == null ? 0 : Date.parse(pushedAt)),
    cell: ({ pushedAt }, { now }) =>
      pushedAt == null ? '' : <time title={pushedAt}>{formatAge(pushedAt, now)}</time>,
  },
];

function bytesColumn(
  key: string,
  title: string,
  from: Column['from'],
  of: (row: Repository) => number,
): Column {
  const cell = (row: Repository) => {
    const bytes = of(row);
    return <span class={bytes === 0 ? 'dim' : ''}>{formatBytes(bytes)}</span>;
  };
  return { key, title, from, isNumber: true, order: of, cell };
}

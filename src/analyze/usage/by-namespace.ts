import { contentsOf } from '../../contents/contents-of.ts';
import { type Share, shareOut } from '../../graph/shares.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { groupBy } from '../group-by.ts';
import { compareBytewise, type StoredName, toName } from '../names.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';
import { visitRepositories } from './visit-repositories.ts';

/** What the repositories of a namespace take together, in bytes. */
export interface NamespaceUsage {
  /** The first components of the repositories' names, as many as `depth`; empty for those that have only one. */
  readonly name: string;
  readonly repositories: number;
  readonly bytes: number;
  /** What deleting all its repositories, and collecting, would free. */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  readonly fairShareBytes: number;
  readonly taggedBytes: number;
  readonly untaggedBytes: number;
  readonly uploadBytes: number;
}

export interface UsageByNamespace extends NamedElsewhere {
  readonly totals: Totals;
  /** Sorted by name. */
  readonly namespaces: readonly NamespaceUsage[];
}

/** Options of {@link usageByNamespace}. */
export interface NamespaceOptions {
  /**
   * Of how many components a namespace is at most; the last of a name is never one.
   * @default 1
   */
  readonly depth?: number;
  /** Ids of the repositories to add up: what a namespace has of others is another's. */
  readonly only?: ReadonlySet<number> | undefined;
}

/** Disk usage by namespace: a blob that several repositories of a namespace share counts once in it. */
export function usageByNamespace(inventory: Inventory, options: NamespaceOptions = {}): UsageByNamespace {
  const groups = groupRepositories(inventory, options);
  const contents = contentsOf(inventory);
  const blobs = contents.blobs.sized;
  const visit = visitRepositories(contents, (group) =>
    (groups[group - 1] as RepositoryGroup).rows.map(({ id }) => id),
  );
  const shares = shareOut(visit.all, groups.length, blobs);
  const visitTaggedFiles = blobs.files.visitOnce(visit.tagged);
  const namespaces = groups.flatMap(({ name, isWanted, rows }, index) => {
    if (!isWanted) return [];
    const { bytes, uniqueBytes, fairShareBytes } = shares[index + 1] as Share;
    let taggedBytes = 0;
    visitTaggedFiles(index + 1, (blob) => {
      taggedBytes += blobs.bytesOf(blob);
    });
    return {
      name,
      repositories: rows.length,
      bytes,
      uniqueBytes,
      sharedBytes: bytes - uniqueBytes,
      fairShareBytes,
      taggedBytes,
      untaggedBytes: bytes - taggedBytes,
      uploadBytes: rows.reduce((sum, row) => sum + row.upload_bytes, 0),
    };
  });
  namespaces.sort((a, b) => compareBytewise(a.name, b.name));
  return {
    totals: totalsOf(inventory),
    namespaces,
    ...namedElsewhereOf(inventory),
  };
}

interface RepositoryRow {
  readonly id: number;
  readonly name: StoredName;
  readonly upload_bytes: number;
}

/** Repositories of one namespace: all of them, or those that are wanted and the others apart. */
interface RepositoryGroup {
  readonly name: string;
  readonly isWanted: boolean;
  readonly rows: readonly RepositoryRow[];
}

function groupRepositories(
  { database }: Inventory,
  { depth = 1, only }: NamespaceOptions,
): RepositoryGroup[] {
  const rows = database.prepare<[], RepositoryRow>('SELECT id, name, upload_bytes FROM repository').all();
  const isWanted = ({ id }: RepositoryRow) => only === undefined || only.has(id);
  const groups = (wanted: boolean) =>
    [
      ...groupBy(
        rows.filter((row) => isWanted(row) === wanted),
        ({ name }) => namespaceOf(name, depth),
      ),
    ].map(([name, members]) => ({ name, isWanted: wanted, rows: members }));
  return [...groups(true), ...groups(false)];
}

function namespaceOf(stored: StoredName, depth: number): string {
  return toName(stored).name.split('/').slice(0, -1).slice(0, depth).join('/');
}

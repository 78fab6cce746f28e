import { contentsOf } from '../../contents/contents-of.ts';
import { Grouped } from '../../graph/grouped.ts';
import { shareOut } from '../../graph/shares.ts';
import { Walk } from '../../graph/walk.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise, type StoredName, toName } from '../names.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What the repositories of a namespace take together, in bytes. */
export interface NamespaceUsage {
  /** The first component of the repositories' names; empty for those that have only one. */
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

/** Disk usage by namespace: a blob that several repositories of a namespace share counts once in it. */
export function usageByNamespace(inventory: Inventory): UsageByNamespace {
  const members = repositoriesByNamespace(inventory);
  const names = [...members.keys()].sort(compareBytewise);
  const { graph, blobs: all } = contentsOf(inventory);
  const blobs = all.sized;
  const highest = Math.max(0, ...[...members.values()].flatMap((rows) => rows.map(({ id }) => id)));
  const tags = new Grouped(graph.tags, highest);
  const revisions = new Grouped(graph.revisions, highest);
  const walk = new Walk(graph, blobs.count);
  const idsOf = (group: number) => (members.get(names[group - 1] as string) ?? []).map(({ id }) => id);
  const visitTagged = (group: number, visit: (blob: number) => void) => {
    walk.begin();
    for (const id of idsOf(group)) walk.visit(tags.of(id), visit);
  };
  const visitAll = (group: number, visit: (blob: number) => void) => {
    visitTagged(group, visit);
    for (const id of idsOf(group)) walk.visit(revisions.of(id), visit);
  };
  const shares = shareOut(visitAll, names.length, blobs);
  const visitTaggedFiles = blobs.files.visitOnce(visitTagged);
  const namespaces = names.map((name, index) => {
    const { bytes, uniqueBytes, fairShareBytes } = shares[index + 1] ?? EMPTY;
    let taggedBytes = 0;
    visitTaggedFiles(index + 1, (blob) => {
      taggedBytes += blobs.bytesOf(blob);
    });
    const rows = members.get(name) ?? [];
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
  return {
    totals: totalsOf(inventory),
    namespaces,
    ...namedElsewhereOf(inventory),
  };
}

const EMPTY = { bytes: 0, uniqueBytes: 0, fairShareBytes: 0 };

interface RepositoryRow {
  readonly id: number;
  readonly name: StoredName;
  readonly upload_bytes: number;
}

function repositoriesByNamespace({ database }: Inventory): Map<string, RepositoryRow[]> {
  const members = new Map<string, RepositoryRow[]>();
  for (const row of database
    .prepare<[], RepositoryRow>('SELECT id, name, upload_bytes FROM repository')
    .iterate()) {
    const { name } = toName(row.name);
    const slash = name.indexOf('/');
    const namespace = slash < 0 ? '' : name.slice(0, slash);
    const rows = members.get(namespace);
    if (rows === undefined) members.set(namespace, [row]);
    else rows.push(row);
  }
  return members;
}

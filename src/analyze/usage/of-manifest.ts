import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import type { Graph } from '../../graph/graph.ts';
import type { VisitGroup } from '../../graph/grouped.ts';
import { Walk } from '../../graph/walk.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise, type StoredName, toName } from '../names.ts';
import type { FoundManifest } from '../reference/find-reference.ts';
import { isoTime } from '../times.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What one manifest of a repository leads to, in bytes. */
export interface ManifestUsage {
  readonly repository: string;
  readonly digest: string;
  /** null where it could not be read. */
  readonly kind: string | null;
  /** The tags of the repository that point to it now. */
  readonly tags: readonly string[];
  readonly bytes: number;
  /**
   * Blobs that no other manifest leads to which a tag or revision of any repository names; what the manifest itself
   * leads to in its repository is none of the others. Delete it there with its children, collect, and these become free.
   */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** Each blob's bytes divided by the number of those manifests that lead to it. */
  readonly fairShareBytes: number;
  /** When it was pushed to the repository. */
  readonly modifiedAt: string;
}

export interface UsageOfManifest extends NamedElsewhere {
  readonly totals: Totals;
  readonly manifests: readonly [ManifestUsage];
}

/** Disk usage of one manifest in one repository. */
export function usageOfManifest(inventory: Inventory, found: FoundManifest): UsageOfManifest {
  const { repository, digest } = found;
  const row = inventory.database.prepare<[object], ManifestRow>(MANIFEST_SQL).get(found) as ManifestRow;
  const tags = inventory.database.prepare<[object], StoredName>(TAGS_SQL).pluck().all(found);
  const manifest = {
    repository,
    digest,
    kind: row.kind,
    tags: tags.map((name) => toName(name).name).sort(compareBytewise),
    modifiedAt: isoTime(row.modified_at),
    ...shareOf(contentsOf(inventory), found),
  };
  return { totals: totalsOf(inventory), manifests: [manifest], ...namedElsewhereOf(inventory) };
}

function shareOf({ graph, blobs }: Contents, { repositoryId, blob }: FoundManifest) {
  const { count, bytesOf, files } = blobs.sized;
  const walk = new Walk(graph, count);
  const visitClosure: VisitGroup = (root, visit) => {
    walk.begin();
    walk.visit([root], visit);
  };
  const visitFiles = files.visitOnce(visitClosure);
  const isOwn = new Uint8Array(count + 1);
  visitClosure(blob, (each) => {
    isOwn[each] = 1;
  });
  const others = otherRoots(graph, (id, root) => id === repositoryId && isOwn[root] === 1);
  const holders = new Int32Array(count + 1);
  for (const root of others) {
    visitFiles(root, (each) => {
      holders[each]!++;
    });
  }
  let [bytes, uniqueBytes, fairShareBytes] = [0, 0, 0];
  visitFiles(blob, (each) => {
    const [size, others] = [bytesOf(each), holders[each] as number];
    bytes += size;
    fairShareBytes += size / (others + 1);
    if (others === 0 && !files.isNamedElsewhere(each)) uniqueBytes += size;
  });
  return { bytes, uniqueBytes, sharedBytes: bytes - uniqueBytes, fairShareBytes };
}

/** What tags and revisions of repositories name, once for each repository, without what is left out. */
function otherRoots(
  { tags, revisions }: Graph,
  isLeftOut: (repository: number, blob: number) => boolean,
): number[] {
  const roots: number[] = [];
  const seen = new Set<string>();
  for (const pairs of [tags.view(), revisions.view()]) {
    for (let at = 0; at < pairs.length; at += 2) {
      const [repository, blob] = [pairs[at] as number, pairs[at + 1] as number];
      const key = `${repository} ${blob}`;
      if (seen.has(key) || isLeftOut(repository, blob)) continue;
      seen.add(key);
      roots.push(blob);
    }
  }
  return roots;
}

interface ManifestRow {
  readonly kind: string | null;
  readonly modified_at: number;
}

// A tag may point to a manifest that has no revision link: then it was pushed with the tag.
const MANIFEST_SQL = `SELECT (SELECT kind FROM manifest WHERE blob_id = @blob) AS kind, coalesce(
    (SELECT max(modified_at) FROM revision WHERE repository_id = @repositoryId AND @blob IN (blob_id, target_id)),
    (SELECT min(modified_at) FROM tag WHERE repository_id = @repositoryId AND target_id = @blob)) AS modified_at`;

const TAGS_SQL = 'SELECT name FROM tag WHERE repository_id = @repositoryId AND target_id = @blob';

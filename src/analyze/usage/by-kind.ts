import { contentsOf } from '../../contents/contents-of.ts';
import { Grouped, pairList } from '../../graph/grouped.ts';
import { type Share, shareOut } from '../../graph/shares.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise } from '../names.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What the manifests of one kind take with what they refer to, in bytes. */
export interface KindUsage {
  readonly kind: string;
  /** Set for artifacts that are none of the well-known kinds. */
  readonly artifactType: string | null;
  readonly manifests: number;
  readonly bytes: number;
  /** Blobs that no other kind has. */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** Over all kinds, these and the unreferenced bytes add up to all blob bytes. */
  readonly fairShareBytes: number;
}

export interface UsageByKind extends NamedElsewhere {
  readonly totals: Totals;
  /** Sorted by kind and artifact type. */
  readonly kinds: readonly KindUsage[];
}

/**
 * Disk usage by what the artifacts are. A manifest counts with its config and layers; an index with itself alone,
 * because each of its children counts for what it is.
 */
export function usageByKind(inventory: Inventory): UsageByKind {
  const groups = new Map<string, { kind: string; artifactType: string | null; manifests: number[] }>();
  const isManifest = new Set<number>();
  for (const row of inventory.database.prepare<[], ManifestRow>(SQL).iterate()) {
    isManifest.add(row.blob_id);
    const key = `${row.kind}\n${row.artifact_type ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { kind: row.kind, artifactType: row.artifact_type, manifests: [row.blob_id] });
    } else group.manifests.push(row.blob_id);
  }
  const sorted = [...groups.values()].sort(
    (a, b) => compareBytewise(a.kind, b.kind) || compareBytewise(a.artifactType ?? '', b.artifactType ?? ''),
  );
  const { graph, blobs: all } = contentsOf(inventory);
  const blobs = all.sized;
  addUnread(inventory, sorted);
  const pairs = sorted.flatMap(({ manifests }, index) => manifests.map((blob) => [index + 1, blob] as const));
  const members = new Grouped(pairList(pairs), sorted.length);
  const seen = new Int32Array(blobs.count + 1);
  let round = 0;
  const visitKind = (group: number, visit: (blob: number) => void) => {
    round++;
    const visitOnce = (blob: number) => {
      if (seen[blob] === round) return;
      seen[blob] = round;
      visit(blob);
    };
    const visitUnlessManifest = (blob: number) => {
      if (!isManifest.has(blob)) visitOnce(blob);
    };
    for (const manifest of members.of(group)) {
      visitOnce(manifest);
      graph.forEachReference(manifest, (reference) => {
        visitUnlessManifest(reference);
        graph.forEachAlias(reference, visitUnlessManifest);
      });
    }
  };
  const shares = shareOut(visitKind, sorted.length, blobs);
  const kinds = sorted.map(({ kind, artifactType, manifests }, index) => {
    const { bytes, uniqueBytes, fairShareBytes } = shares[index + 1] as Share;
    const sharedBytes = bytes - uniqueBytes;
    return {
      kind,
      artifactType,
      manifests: manifests.length,
      bytes,
      uniqueBytes,
      sharedBytes,
      fairShareBytes,
    };
  });
  return {
    totals: totalsOf(inventory),
    kinds,
    ...namedElsewhereOf(inventory),
  };
}

/** What revisions or tags lead to and could not be read as a manifest is of unknown kind. */
function addUnread(
  { database }: Inventory,
  groups: Array<{ kind: string; artifactType: string | null; manifests: number[] }>,
): void {
  const unread = database
    .prepare<[], number>(
      `SELECT id FROM blob WHERE bytes IS NOT NULL AND state > 0
         AND NOT EXISTS (SELECT 1 FROM manifest WHERE blob_id = blob.id)
         AND id IN (SELECT blob_id FROM revision UNION SELECT target_id FROM revision UNION SELECT target_id FROM tag)`,
    )
    .pluck()
    .all();
  if (unread.length === 0) return;
  const unknown = groups.find(({ kind }) => kind === 'unknown');
  if (unknown !== undefined) unknown.manifests.push(...unread);
  else groups.push({ kind: 'unknown', artifactType: null, manifests: unread });
}

interface ManifestRow {
  readonly blob_id: number;
  readonly kind: string;
  readonly artifact_type: string | null;
}

const SQL = `SELECT manifest.blob_id, kind, CASE kind WHEN 'artifact' THEN coalesce(artifact.name, config.name) END
    AS artifact_type
  FROM manifest JOIN blob ON blob.id = blob_id AND blob.state > 0
    LEFT JOIN media_type AS artifact ON artifact.id = artifact_type_id
    LEFT JOIN media_type AS config ON config.id = config_media_type_id`;

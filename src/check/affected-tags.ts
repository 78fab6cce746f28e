import type { StoredName } from '../analyze/names.ts';
import { digestToBytes, parseDigest } from '../registry/digest.ts';
import { type CheckedVolume, tagText } from './checked-volume.ts';
import { groupBy } from './group-by.ts';

/** A tag that leads to something. */
export interface AffectedTag {
  readonly repository: StoredName;
  readonly tag: string;
}

/** Tags that lead to each of some blobs, directly or through manifests, by digest. Foreign layers lead nowhere. */
export function findAffectedTags(
  volume: CheckedVolume,
  digests: Iterable<string>,
): ReadonlyMap<string, readonly AffectedTag[]> {
  const ids = new Map<string, number>();
  for (const digest of new Set(digests)) {
    const id = blobId(volume, digest);
    if (id !== undefined) ids.set(digest, id);
  }
  const parents = findParents(volume, ids.values());
  const tags = groupBy(
    volume.rows<TagRow>(TAGS_SQL, JSON.stringify([...new Set([...parents.keys(), ...ids.values()])])),
    ({ target_id }) => target_id,
  );
  const affected = new Map<string, AffectedTag[]>();
  for (const [digest, id] of ids) {
    const found = [...ancestorsOf(id, parents)].flatMap((blob) => tags.get(blob) ?? []);
    affected.set(
      digest,
      found.map(({ repository, tag }) => ({ repository, tag: tagText(repository, tag) })),
    );
  }
  return affected;
}

interface TagRow {
  readonly target_id: number;
  readonly repository: StoredName;
  readonly tag: StoredName;
}

const TAGS_SQL = `SELECT target_id, repository.name AS repository, tag.name AS tag
  FROM tag JOIN repository ON repository.id = repository_id WHERE target_id IN (SELECT value FROM json_each(?))`;

const PARENTS_SQL = `SELECT DISTINCT manifest_id AS parent, blob_id AS child FROM reference
  WHERE is_foreign = 0 AND blob_id IN (SELECT value FROM json_each(?))`;

/** Manifests that refer to some blobs, and those that refer to these, and so on; every one met is a key. */
function findParents(volume: CheckedVolume, blobs: Iterable<number>): Map<number, number[]> {
  const parents = new Map<number, number[]>();
  for (let open = [...blobs]; open.length > 0; ) {
    for (const blob of open) parents.set(blob, []);
    const next = new Set<number>();
    for (const { parent, child } of volume.rows<{ parent: number; child: number }>(
      PARENTS_SQL,
      JSON.stringify(open),
    )) {
      parents.get(child)?.push(parent);
      if (!parents.has(parent)) next.add(parent);
    }
    open = [...next];
  }
  return parents;
}

/** A blob and all that leads to it; a manifest that refers to itself is met once. */
function ancestorsOf(blob: number, parents: ReadonlyMap<number, readonly number[]>): Set<number> {
  const met = new Set([blob]);
  for (const each of met) for (const parent of parents.get(each) ?? []) met.add(parent);
  return met;
}

function blobId(volume: CheckedVolume, text: string): number | undefined {
  const digest = parseDigest(text);
  const key = digest === undefined ? text : Buffer.from(digestToBytes(digest));
  return volume.rows<{ id: number }>('SELECT id FROM blob WHERE digest = ?', key)[0]?.id;
}

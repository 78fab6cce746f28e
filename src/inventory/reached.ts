import type { Mentions } from '../graph/mentions.ts';
import { BLOBS } from '../registry/layout.ts';
import { isManifestType } from '../registry/media-types.ts';
import type { BlobStore } from './blob-store.ts';
import { readNumbers } from './read-numbers.ts';
import type { Database } from './sqlite.ts';

/*
 * What the rows of an inventory lead to: which manifests a scan would read, had it to read them all. A rescan reads
 * those that it has not, and drops those that nothing leads to any more.
 */

const ROOTS = `(SELECT target_id AS id FROM tag WHERE target_id IS NOT NULL
  UNION SELECT blob_id FROM revision UNION SELECT target_id FROM revision WHERE target_id IS NOT NULL)`;

/** Asks for all manifests that something leads to, as if they had been met, but for those whose rows are there. */
export function seedMentions(database: Database, blobs: BlobStore, mentions: Mentions): void {
  const [read] = readNumbers(database, ['blob_id'], 'manifest') as [Float64Array];
  for (const manifest of read) if (blobs.isPresent(manifest)) mentions.markRead(manifest);
  const reached = reachManifests(database, blobs);
  for (const [blob, isCertain] of reached) mentions.want(blob, isCertain);
  const [from, to] = readNumbers(database, ['manifest_id', 'blob_id'], 'reference') as [
    Float64Array,
    Float64Array,
  ];
  for (const [at, manifest] of from.entries()) if (reached.has(manifest)) mentions.mention(to[at] as number);
}

/** Manifests that have rows, though nothing leads to them any more or their blobs are gone. */
export function unreachedManifests(database: Database, blobs: BlobStore): number[] {
  const reached = reachManifests(database, blobs);
  const [read] = readNumbers(database, ['blob_id'], 'manifest') as [Float64Array];
  return [...read].filter((manifest) => !reached.has(manifest) || !blobs.isPresent(manifest));
}

/** Digests that are to be manifests by what leads to them, with whether each must be one. */
function reachManifests(database: Database, blobs: BlobStore): Map<number, boolean> {
  const [roots] = readNumbers(database, ['id'], ROOTS) as [Float64Array];
  const reached = new Map<number, boolean>([...roots].map((root) => [root, true]));
  const children = childrenByManifest(database);
  // A map gives what is added to it while it is walked.
  for (const [manifest] of reached) {
    if (!blobs.isPresent(manifest)) continue;
    for (const { blob, isCertain } of children.get(manifest) ?? []) {
      reached.set(blob, isCertain || reached.get(blob) === true);
    }
  }
  return reached;
}

function childrenByManifest(database: Database): Map<number, Array<{ blob: number; isCertain: boolean }>> {
  const types = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM media_type').all();
  const manifestTypes = new Set(types.filter(({ name }) => isManifestType(name)).map(({ id }) => id));
  const columns = ['manifest_id', 'blob_id', 'media_type_id', `kind = 'manifest'`];
  const [from, to, type, isChild] = readNumbers(
    database,
    columns,
    `reference WHERE kind IN ('manifest', 'guess')`,
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const children = new Map<number, Array<{ blob: number; isCertain: boolean }>>();
  for (const [at, manifest] of from.entries()) {
    const isCertain = isChild[at] === 1 && manifestTypes.has(type[at] as number);
    const child = { blob: to[at] as number, isCertain };
    const list = children.get(manifest);
    if (list === undefined) children.set(manifest, [child]);
    else list.push(child);
  }
  return children;
}

const MENTIONS = [
  ['tag', ['target_id']],
  ['tag_history', ['blob_id']],
  ['revision', ['blob_id', 'target_id']],
  ['layer_link', ['blob_id', 'target_id']],
  ['odd_link', ['target_id']],
  ['manifest', ['blob_id', 'subject_id']],
  ['reference', ['blob_id']],
] as const;
const MEDIA_TYPES = ['media_type_id', 'artifact_type_id', 'config_media_type_id'];

/** Drops the rows of digests that are not there and that no row mentions, and of media types that none has. */
export function dropUnmentioned(database: Database): void {
  const [absent] = readNumbers(database, ['id'], 'blob WHERE bytes IS NULL') as [Float64Array];
  const unmentioned = new Set(absent);
  for (const [table, columns] of MENTIONS) {
    if (unmentioned.size === 0) break;
    for (const ids of readNumbers(database, columns, table)) for (const id of ids) unmentioned.delete(id);
  }
  const drop = database.prepare('DELETE FROM blob WHERE id = ?');
  for (const id of unmentioned) drop.run(id);
  const used = MEDIA_TYPES.map((column) => `SELECT ${column} FROM manifest`).join(' UNION ');
  database.exec(
    `DELETE FROM media_type WHERE id NOT IN (
       SELECT id FROM media_type WHERE id IN (${used} UNION SELECT media_type_id FROM reference))`,
  );
}

/** A blob of another length than its manifests say may be repaired in place: its directory is looked at every time. */
export function dropDamagedPrefixes(database: Database): void {
  database.exec(
    `DELETE FROM blob_prefix WHERE path IN (
       SELECT DISTINCT '${BLOBS}/sha256/' || lower(hex(substr(digest, 1, 1)))
       FROM reference JOIN blob ON blob.id = blob_id WHERE reference.bytes <> blob.bytes)`,
  );
}

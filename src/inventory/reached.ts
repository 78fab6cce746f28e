import type { Graph } from '../graph/graph.ts';
import type { Mentions } from '../graph/mentions.ts';
import { isManifestType } from '../registry/media-types.ts';
import type { BlobStore } from './blob-store.ts';
import type { BlobWriter } from './blob-writer.ts';
import { forEachRow, readNumbers } from './read-numbers.ts';
import type { Database } from './sqlite.ts';

/*
 * What the rows of an inventory lead to: which manifests a scan would read, had it to read them all. A rescan reads
 * those that it has not, and drops those that nothing leads to any more.
 */

/** Whether a digest is to be a manifest by what leads to it: it may be one, or it must be. */
const Reach = { none: 0, maybe: 1, certain: 2 } as const;

/**
 * Asks for all manifests that something leads to, as if they had been met, but for those whose rows are there: these
 * come to the graph, and the sizes that they say to `blobs`.
 */
export function seedMentions(database: Database, blobs: BlobWriter, mentions: Mentions, graph: Graph): void {
  const reached = reachManifests(database, blobs.store);
  const isKept = (manifest: number) => reached[manifest] !== Reach.none && blobs.store.isPresent(manifest);
  const [read] = readNumbers(database, ['blob_id'], 'manifest');
  // What only a second look leads to is read again, so that what it says counts then.
  for (const manifest of read) if (isKept(manifest)) mentions.markRead(manifest);
  for (const [blob, reach] of reached.entries())
    if (reach !== Reach.none) mentions.want(blob, reach === Reach.certain);
  forEachReference(database, (manifest, blob, bytes, isForeign) => {
    graph.addReference(manifest, blob, isForeign === 1);
    if (!isKept(manifest)) return;
    mentions.mention(blob);
    if (bytes !== NO_SIZE) blobs.compareSize(blob, bytes);
  });
}

/** Where the digests stand that tags and revisions refer to: column and table. */
const TAG_ROOTS = [['target_id', 'tag WHERE target_id IS NOT NULL']] as const;
const REVISION_ROOTS = [
  ['blob_id', 'revision'],
  ['target_id', 'revision WHERE target_id <> blob_id'],
] as const;

/** What a reference without a size says: less than any that is stored. */
const NO_SIZE = Number.MIN_SAFE_INTEGER - 1;

/** Calls `visit` for each reference of a manifest, those of one together; `bytes` is the size it says, or NO_SIZE. */
function forEachReference(
  database: Database,
  visit: (manifest: number, blob: number, bytes: number, isForeign: number) => void,
): void {
  const highest = Number(
    database.prepare('SELECT coalesce(max(manifest_id), 0) FROM reference').pluck().get(),
  );
  // By manifest, because that is the order of its key; in pieces, because at 10 million blobs all of it is 300 MB.
  for (let id = 0; id <= highest; id += IDS_AT_ONCE) {
    const piece = `reference WHERE manifest_id >= ${id} AND manifest_id < ${id + IDS_AT_ONCE}`;
    forEachRow(database, REFERENCE, piece, visit);
  }
}

const REFERENCE = ['manifest_id', 'blob_id', `coalesce(bytes, ${NO_SIZE})`, 'is_foreign'];
const IDS_AT_ONCE = 500_000;

/** Manifests that have rows, though nothing leads to them any more or their blobs are gone. */
export function unreachedManifests(database: Database, blobs: BlobStore): Float64Array {
  const reached = reachManifests(database, blobs);
  const [read] = readNumbers(database, ['blob_id'], 'manifest');
  return read.filter((manifest) => reached[manifest] === Reach.none || !blobs.isPresent(manifest));
}

/** By blob id. */
function reachManifests(database: Database, blobs: BlobStore): Uint8Array {
  const reached = new Uint8Array(blobs.count + 1);
  const open: number[] = [];
  const reach = (blob: number, how: number) => {
    if (reached[blob] === Reach.none) open.push(blob);
    if ((reached[blob] as number) < how) reached[blob] = how;
  };
  for (const [column, table] of [...TAG_ROOTS, ...REVISION_ROOTS])
    for (const root of readNumbers(database, [column], table)[0]) reach(root, Reach.certain);
  const children = childrenByManifest(database);
  for (let manifest = open.pop(); manifest !== undefined; manifest = open.pop()) {
    if (!blobs.isPresent(manifest)) continue;
    for (const { blob, how } of children.get(manifest) ?? []) reach(blob, how);
  }
  return reached;
}

function childrenByManifest(database: Database): Map<number, Array<{ blob: number; how: number }>> {
  const types = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM media_type').all();
  const manifestTypes = new Set(types.filter(({ name }) => isManifestType(name)).map(({ id }) => id));
  const children = new Map<number, Array<{ blob: number; how: number }>>();
  forEachRow(database, CHILD, CHILDREN, (manifest, blob, mediaType, isChild) => {
    const isCertain = isChild === 1 && manifestTypes.has(mediaType);
    const child = { blob, how: isCertain ? Reach.certain : Reach.maybe };
    const list = children.get(manifest);
    if (list === undefined) children.set(manifest, [child]);
    else list.push(child);
  });
  return children;
}

const CHILD = ['manifest_id', 'blob_id', 'media_type_id', `kind = 'manifest'`];
const CHILDREN = `reference WHERE kind IN ('manifest', 'guess')`;

/** What mentions a digest and is not in the graph. */
const MENTIONS = [
  ['blob_id', 'layer_link'],
  ['target_id', 'layer_link WHERE target_id <> blob_id'],
  ['blob_id', 'tag_history'],
  ['target_id', 'odd_link'],
  ['blob_id', 'manifest'],
  ['subject_id', 'manifest WHERE subject_id IS NOT NULL'],
] as const;
const MEDIA_TYPES = ['media_type_id', 'artifact_type_id', 'config_media_type_id'];

/** Drops the rows of digests that are not there and that no row mentions, and of media types that none has. */
export function dropUnmentioned(database: Database, graph: Graph): void {
  const [absent] = readNumbers(database, ['id'], 'blob WHERE bytes IS NULL');
  const unmentioned = new Set(absent);
  graph.forEachMentioned((blob) => unmentioned.delete(blob));
  for (const [column, table] of MENTIONS) {
    if (unmentioned.size === 0) break;
    for (const id of readNumbers(database, [column], table)[0]) unmentioned.delete(id);
  }
  const drop = database.prepare('DELETE FROM blob WHERE id = ?');
  for (const id of unmentioned) drop.run(id);
  const used = MEDIA_TYPES.map((column) => `SELECT ${column} FROM manifest`).join(' UNION ');
  database.exec(
    `DELETE FROM media_type WHERE id NOT IN (
       SELECT id FROM media_type WHERE id IN (${used} UNION SELECT media_type_id FROM reference))`,
  );
}

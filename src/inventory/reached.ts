import type { Graph } from '../graph/graph.ts';
import type { Mentions } from '../graph/mentions.ts';
import { isManifestType } from '../registry/media-types.ts';
import type { BlobStore } from './blob-store.ts';
import type { BlobWriter } from './blob-writer.ts';
import { loadColumns, loadReferences } from './packed-columns.ts';
import { forEachRow, readNumbers } from './read-numbers.ts';
import { IS_ODD_LINK } from './schema.ts';
import type { Database } from './sqlite.ts';

/*
 * What the rows of an inventory lead to: which manifests a scan would read, had it to read them all. A rescan reads
 * those that it has not, and drops those that nothing leads to any more.
 */

/** Whether a digest is to be a manifest by what leads to it: it may be one, or it must be. */
const Reach = { none: 0, maybe: 1, certain: 2 } as const;

/**
 * Asks for all manifests that something leads to, as if they had been met, but for those whose rows are there: these
 * come to the graph, and the sizes that they say to `blobs`; where all agreed, only the sizes of what changed since.
 */
export function seedMentions(
  database: Database,
  blobs: BlobWriter,
  mentions: Mentions,
  graph: Graph,
  didSizesAgree: boolean,
): void {
  const reached = reachManifests(database, blobs.store);
  const isKept = (manifest: number) => reached[manifest] !== Reach.none && blobs.store.isPresent(manifest);
  const read = new Set(readNumbers(database, ['blob_id'], 'manifest')[0]);
  // What only a second look leads to is read again, so that what it says counts then.
  for (const manifest of read) if (isKept(manifest)) mentions.markRead(manifest);
  for (const [blob, reach] of reached.entries())
    if (reach !== Reach.none) mentions.want(blob, reach === Reach.certain);
  loadReferences(database, graph);
  const toCompare = new Set<number>();
  graph.forEachManifest((manifest) => {
    if (!read.has(manifest)) graph.removeManifest(manifest);
    else if (isKept(manifest))
      graph.forEachReference(manifest, (blob) => {
        mentions.mention(blob);
        if (!didSizesAgree || blobs.store.isTouched(blob)) toCompare.add(manifest);
      });
  });
  compareSizes(database, toCompare, blobs);
}

function compareSizes(database: Database, manifests: Iterable<number>, blobs: BlobWriter): void {
  const sizes = database
    .prepare<[number], [number, number]>(
      'SELECT blob_id, bytes FROM reference WHERE manifest_id = ? AND bytes IS NOT NULL',
    )
    .raw();
  for (const manifest of manifests)
    for (const [blob, bytes] of sizes.iterate(manifest)) blobs.compareSize(blob, bytes);
}

/** Where the digests stand that tags and revisions refer to: column and table. */
const TAG_ROOTS = [['target_id', 'tag WHERE target_id IS NOT NULL']] as const;
const REVISION_ROOTS = [
  ['blob_id', 'revision'],
  ['target_id', `revision WHERE ${IS_ODD_LINK}`],
] as const;

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
    for (const root of readNumbers(database, [column], table)[0]) if (root !== 0) reach(root, Reach.certain);
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
/** Of manifests that have children, which are few. */
const CHILDREN = `reference WHERE kind IN ('manifest', 'guess')
  AND manifest_id IN (SELECT blob_id FROM manifest WHERE form IN ('index', 'unparsable'))`;

/** What mentions a digest, and is neither in the graph nor packed. */
const MENTIONS = [
  ['target_id', `layer_link WHERE ${IS_ODD_LINK}`],
  ['blob_id', 'tag_history'],
  ['target_id', 'odd_link'],
  ['subject_id', 'manifest WHERE subject_id IS NOT NULL'],
] as const;

/** Drops the rows of digests that are not there and that no row mentions, and of media types that none has. */
export function dropUnmentioned(database: Database, graph: Graph): void {
  const unmentioned = new Set(readNumbers(database, ['id'], 'blob WHERE bytes IS NULL')[0]);
  graph.forEachMentioned((blob) => unmentioned.delete(blob));
  for (const table of ['layer_link', 'manifest'] as const)
    for (const id of loadColumns(database, table).blob_id) unmentioned.delete(id);
  for (const [column, table] of MENTIONS)
    for (const id of readNumbers(database, [column], table)[0]) unmentioned.delete(id);
  dropRows(database, 'blob', unmentioned);
  const unused = new Set(readNumbers(database, ['id'], 'media_type')[0]);
  for (const [column, table] of MEDIA_TYPES)
    for (const id of readNumbers(database, [column], `(SELECT DISTINCT ${column} FROM ${table})`)[0])
      unused.delete(id);
  dropRows(database, 'media_type', unused);
}

const MEDIA_TYPES = [
  ['media_type_id', 'manifest'],
  ['artifact_type_id', 'manifest'],
  ['config_media_type_id', 'manifest'],
  ['media_type_id', 'reference'],
] as const;

function dropRows(database: Database, table: string, ids: Iterable<number>): void {
  const drop = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  for (const id of ids) drop.run(id);
}

import { digestText } from '../inventory/digest-column.ts';
import { readNumbers } from '../inventory/read-numbers.ts';
import type { Inventory } from '../inventory/reader.ts';
import type { CollectorRepository } from './collector-view.ts';
import { loadLinks, type RepositoryName } from './load-links.ts';
import type { LinkContext, RepositoryLinks } from './repository-links.ts';
import { loadTags } from './repository-tags.ts';

/* What a collector looks at, read from the inventory's tables. */

/** The highest blob id. */
export function loadHighestBlob({ database }: Inventory): number {
  return database.prepare<[], number | null>('SELECT max(id) FROM blob').pluck().get() ?? 0;
}

/** By blob id: 1 for a blob that is there. */
export function loadPresence({ database, scan }: Inventory, highest: number): Uint8Array {
  const isThere = new Uint8Array(highest + 1);
  if (scan.blobs === highest) return isThere.fill(1, 1);
  // Nearly all are there: it is cheaper to ask for the others, unless there are ids that no row has.
  const [absent] = readNumbers(database, ['id'], 'blob WHERE bytes IS NULL');
  if (scan.blobs + absent.length === highest) {
    isThere.fill(1, 1);
    for (const id of absent) isThere[id] = 0;
  } else {
    const [present] = readNumbers(database, ['id'], 'blob WHERE bytes IS NOT NULL');
    for (const id of present) isThere[id] = 1;
  }
  return isThere;
}

/** The bytes of some blobs; 0 for one that is not there. */
export function* loadBytes({ database }: Inventory, blobs: readonly number[]): Generator<[number, number]> {
  const [ids, sizes] = readNumbers(
    database,
    ['id', 'bytes'],
    'blob WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(blobs),
  );
  for (const [at, id] of ids.entries()) yield [id, sizes[at] as number];
}

const SHA256_BYTES = 32;

/** The digests of some blobs, of those that are sha256: nearly all. */
export function* loadDigests({ database }: Inventory, blobs: readonly number[]): Generator<[number, string]> {
  const sha256 = `blob WHERE id IN (SELECT value FROM json_each(?)) AND typeof(digest) = 'blob'
    AND length(digest) = ${SHA256_BYTES}`;
  const list = JSON.stringify(blobs);
  const [ids] = readNumbers(database, ['id'], sha256, list);
  const digests = database
    .prepare<[string], Buffer | null>(`SELECT CAST(group_concat(digest, '') AS BLOB) FROM ${sha256}`)
    .pluck()
    .get(list);
  if (!digests) return;
  for (const [at, id] of ids.entries()) {
    yield [id, digestText(digests.subarray(at * SHA256_BYTES, (at + 1) * SHA256_BYTES))];
  }
}

interface RepositoryRow extends RepositoryName {
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisions_directory: string;
  readonly tags_directory: string;
}

export function loadRepositories(inventory: Inventory, context: LinkContext): CollectorRepository[] {
  const rows = inventory.database
    .prepare<[], RepositoryRow>(
      'SELECT id, name, layers, manifests, uploads, revisions_directory, tags_directory FROM repository',
    )
    .all();
  const revisions = loadLinks(inventory, 'revision', rows, context);
  const layerLinks = loadLinks(inventory, 'layer', rows, context);
  const tags = loadTags(inventory);
  return rows.map((row) => ({
    name: row.name.toString(),
    isText: typeof row.name === 'string',
    layers: row.layers,
    manifests: row.manifests,
    uploads: row.uploads,
    revisionsDirectory: row.revisions_directory,
    tagsDirectory: row.tags_directory,
    revisions: revisions.get(row.id) as RepositoryLinks,
    layerLinks: layerLinks.get(row.id) as RepositoryLinks,
    tags: tags.get(row.id) ?? [],
  }));
}

/** Links in tags' histories that say something else than the directory they stand in. */
export function loadDamagedHistory({ database }: Inventory): Set<string> {
  const paths = database
    .prepare<[], string>(`SELECT CAST(path AS TEXT) FROM odd_link WHERE place = 'tag-history'`)
    .pluck();
  return new Set(paths.iterate());
}

/**
 * Plain files in place of directories, the reverse, and symlinks to themselves: a registry can neither open what is
 * behind them nor call it absent.
 */
export function loadObstacles({ database }: Inventory): Set<string> {
  const paths = database
    .prepare<[], string>(
      `SELECT CAST(path AS TEXT) FROM stray WHERE kind = 'file'
      UNION SELECT CAST(path AS TEXT) FROM problem WHERE code = 'repository-part-not-a-directory'
        OR code = 'link-not-a-file' AND detail <> 'dangling'
        OR code = 'blob-not-a-file' AND detail = 'loop'`,
    )
    .pluck();
  return new Set(paths.iterate());
}

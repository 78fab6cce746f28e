import { readNumbers } from '../inventory/format/read-numbers.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { CollectorRepository } from './collector-view.ts';
import { loadLinks, type RepositoryName } from './load-links.ts';
import type { LinkContext, RepositoryLinks } from './repository-links.ts';
import { loadTags, RepositoryTags } from './repository-tags.ts';

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

const NO_TAGS = new RepositoryTags(new Int32Array(), () => []);

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
    name: String(row.name),
    isText: typeof row.name === 'string',
    layers: row.layers,
    manifests: row.manifests,
    uploads: row.uploads,
    revisionsDirectory: row.revisions_directory,
    tagsDirectory: row.tags_directory,
    revisions: revisions.get(row.id) as RepositoryLinks,
    layerLinks: layerLinks.get(row.id) as RepositoryLinks,
    tags: tags.get(row.id) ?? NO_TAGS,
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

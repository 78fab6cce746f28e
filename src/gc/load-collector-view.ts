import type { Inventory } from '../inventory/reader.ts';
import type {
  CollectorLink,
  CollectorManifest,
  CollectorReference,
  CollectorRepository,
  CollectorTag,
} from './collector-view.ts';
import { LinkLoader, type RepositoryName } from './load-links.ts';

/* What a collector looks at, read from the inventory's tables. */

/** By blob id; -1 for a blob that is not there. */
export function loadBytes({ database }: Inventory): Float64Array {
  const highest = database.prepare<[], number | null>('SELECT max(id) FROM blob').pluck().get() ?? 0;
  const bytes = new Float64Array(highest + 1).fill(-1);
  const rows = database
    .prepare<[], [number, number]>('SELECT id, bytes FROM blob WHERE bytes IS NOT NULL')
    .raw();
  for (const [id, size] of rows.iterate()) bytes[id] = size;
  return bytes;
}

export function loadManifests({ database }: Inventory): Map<number, CollectorManifest> {
  const manifests = new Map<number, CollectorManifest & { references: CollectorReference[] }>();
  const rows = database
    .prepare<[], [number, string, string | null, string | null]>(
      'SELECT blob_id, form, fault_2x, fault_3x FROM manifest',
    )
    .raw();
  for (const [id, form, fault2x, fault3x] of rows.iterate()) {
    manifests.set(id, { form, fault2x, fault3x, references: [] });
  }
  const references = database
    .prepare<[], [number, number, number]>(
      'SELECT manifest_id, blob_id, is_foreign FROM reference ORDER BY manifest_id, position',
    )
    .raw();
  for (const [manifest, blob, isForeign] of references.iterate()) {
    manifests.get(manifest)?.references.push({ blob, isForeign: isForeign === 1 });
  }
  return manifests;
}

interface RepositoryRow extends RepositoryName {
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisions_directory: string;
  readonly tags_directory: string;
}

export function loadRepositories(
  inventory: Inventory,
  digestOf: (blob: number) => string,
): CollectorRepository[] {
  const rows = inventory.database
    .prepare<[], RepositoryRow>(
      'SELECT id, name, layers, manifests, uploads, revisions_directory, tags_directory FROM repository',
    )
    .all();
  const loader = new LinkLoader(inventory, rows, digestOf);
  const revisions = loader.load('revision', '_manifests/revisions');
  const layerLinks = loader.load('layer', '_layers');
  const tags = loadTags(inventory);
  return rows.map((row) => ({
    name: row.name.toString(),
    isText: typeof row.name === 'string',
    layers: row.layers,
    manifests: row.manifests,
    uploads: row.uploads,
    revisionsDirectory: row.revisions_directory,
    tagsDirectory: row.tags_directory,
    revisions: revisions.get(row.id) ?? [],
    layerLinks: layerLinks.get(row.id) ?? [],
    tags: tags.get(row.id) ?? [],
    revisionByDigest: byDirectory(revisions.get(row.id)),
    layerLinkByDigest: byDirectory(layerLinks.get(row.id)),
  }));
}

function byDirectory(links: readonly CollectorLink[] | undefined): Map<number, CollectorLink> {
  const map = new Map<number, CollectorLink>();
  for (const link of links ?? []) if (link.directory !== undefined) map.set(link.directory, link);
  return map;
}

function loadTags({ database }: Inventory): Map<number, CollectorTag[]> {
  const history = new Map<number, Set<number>>();
  for (const [tag, blob] of database
    .prepare<[], [number, number]>('SELECT tag_id, blob_id FROM tag_history')
    .raw()
    .iterate()) {
    const set = history.get(tag);
    if (set === undefined) history.set(tag, new Set([blob]));
    else set.add(blob);
  }
  const tags = new Map<number, CollectorTag[]>();
  const rows = database
    .prepare<[], [number, number, string | Buffer, string, number | null, Buffer | null]>(
      'SELECT id, repository_id, name, kind, target_id, content FROM tag ORDER BY name',
    )
    .raw();
  for (const [id, repository, name, kind, target, content] of rows.iterate()) {
    const tag: CollectorTag = {
      name: name.toString(),
      isDirectory: kind === 'directory' || kind === 'dangling',
      target: target ?? undefined,
      content: content ?? undefined,
      history: history.get(id) ?? new Set(),
    };
    const list = tags.get(repository);
    if (list === undefined) tags.set(repository, [tag]);
    else list.push(tag);
  }
  return tags;
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

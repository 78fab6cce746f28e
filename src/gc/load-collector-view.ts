import { digestText } from '../inventory/digest-column.ts';
import type { Inventory } from '../inventory/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type {
  CollectorLink,
  CollectorManifest,
  CollectorReference,
  CollectorRepository,
  CollectorTag,
} from './collector-view.ts';
import { compareWalkOrder } from './walk-order.ts';

/* What a collector looks at, read from the inventory's tables. */

export function loadDigests({ database }: Inventory): Map<number, string> {
  const rows = database.prepare<[], [number, Buffer | string]>('SELECT id, digest FROM blob').raw();
  const digests = new Map<number, string>();
  for (const [id, digest] of rows.iterate()) digests.set(id, digestText(digest));
  return digests;
}

export function loadBytes({ database }: Inventory): Map<number, number> {
  const rows = database
    .prepare<[], [number, number]>('SELECT id, bytes FROM blob WHERE bytes IS NOT NULL')
    .raw();
  return new Map(rows.iterate());
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
    .prepare<[], [number, number, string, number]>(
      'SELECT manifest_id, blob_id, kind, is_foreign FROM reference ORDER BY manifest_id, position',
    )
    .raw();
  for (const [manifest, blob, kind, isForeign] of references.iterate()) {
    manifests.get(manifest)?.references.push({ blob, kind, isForeign: isForeign === 1 });
  }
  return manifests;
}

interface RepositoryRow {
  readonly id: number;
  readonly name: string | Buffer;
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisions_directory: string;
  readonly tags_directory: string;
}

export function loadRepositories(
  inventory: Inventory,
  digests: ReadonlyMap<number, string>,
): CollectorRepository[] {
  const rows = inventory.database
    .prepare<[], RepositoryRow>(
      'SELECT id, name, layers, manifests, uploads, revisions_directory, tags_directory FROM repository',
    )
    .all();
  const revisions = loadLinks(inventory, 'revision', '_manifests/revisions', rows, digests);
  const layerLinks = loadLinks(inventory, 'layer', '_layers', rows, digests);
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

function loadLinks(
  { database }: Inventory,
  place: 'revision' | 'layer',
  within: string,
  repositories: readonly RepositoryRow[],
  digests: ReadonlyMap<number, string>,
): Map<number, CollectorLink[]> {
  const tops = new Map(repositories.map(({ id, name }) => [id, `${REPOSITORIES}/${name}/${within}`]));
  const links = new Map<number, CollectorLink[]>();
  const add = (repository: number, link: CollectorLink) => {
    const list = links.get(repository);
    if (list === undefined) links.set(repository, [link]);
    else list.push(link);
  };
  const table = place === 'revision' ? 'revision' : 'layer_link';
  const rows = database
    .prepare<[], [number, number, number | null, Buffer | null]>(
      `SELECT repository_id, blob_id, target_id, content FROM ${table}`,
    )
    .raw();
  for (const [repository, directory, target, content] of rows.iterate()) {
    const path = `${tops.get(repository)}/${digests.get(directory)?.replace(':', '/')}/link`;
    add(repository, { path, directory, target: target ?? undefined, content: content ?? undefined });
  }
  const odd = database
    .prepare<[string], [number, string | Buffer, number | null, Buffer | null]>(
      'SELECT repository_id, path, target_id, content FROM odd_link WHERE place = ?',
    )
    .raw();
  for (const [repository, path, target, content] of odd.iterate(place)) {
    const link = { path: path.toString(), directory: undefined, target: target ?? undefined };
    add(repository, { ...link, content: content ?? undefined });
  }
  for (const list of links.values()) list.sort((a, b) => compareWalkOrder(a.path, b.path));
  return links;
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

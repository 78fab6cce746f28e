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

/**
 * The place of each blob id in the order in which its directory is walked, by algorithm and then by hex: links are
 * sorted by it because spelling out 234,000 digests to compare them takes a second.
 */
function loadWalkRanks({ database }: Inventory): Int32Array {
  const sorted = database.prepare<[], number>('SELECT id FROM blob ORDER BY digest').pluck().all();
  const longer = database
    .prepare<[], number>('SELECT id FROM blob WHERE length(digest) > 32 ORDER BY length(digest), digest')
    .pluck()
    .all();
  const ranks = new Int32Array(sorted.reduce((highest, id) => Math.max(highest, id), 0) + 1);
  for (const [rank, id] of sorted.entries()) ranks[id] = rank;
  for (const [rank, id] of longer.entries()) ranks[id] = sorted.length + rank;
  return ranks;
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

/** A link in the directory of its digest: its path is spelled out when somebody asks for it. */
class DirectoryLink implements CollectorLink {
  readonly directory: number;
  readonly target: number | undefined;
  readonly content: Buffer | undefined;
  readonly #top: string;
  readonly #digestOf: (blob: number) => string;

  constructor(
    { top, digestOf }: { top: string; digestOf: (blob: number) => string },
    directory: number,
    target: number | null,
    content: Buffer | null,
  ) {
    this.#top = top;
    this.#digestOf = digestOf;
    this.directory = directory;
    this.target = target ?? undefined;
    this.content = content ?? undefined;
  }

  get path(): string {
    return `${this.#top}/${this.#digestOf(this.directory).replace(':', '/')}/link`;
  }
}

/** Loads the links of all repositories, each repository's in the order of the walk. */
class LinkLoader {
  readonly #database;
  readonly #repositories: readonly RepositoryRow[];
  readonly #digestOf: (blob: number) => string;
  readonly #ranks: Int32Array;

  constructor(
    inventory: Inventory,
    repositories: readonly RepositoryRow[],
    digestOf: (blob: number) => string,
  ) {
    this.#database = inventory.database;
    this.#repositories = repositories;
    this.#digestOf = digestOf;
    this.#ranks = loadWalkRanks(inventory);
  }

  load(place: 'revision' | 'layer', within: string): Map<number, CollectorLink[]> {
    const links = this.#loadPlaced(place === 'revision' ? 'revision' : 'layer_link', within);
    for (const list of links.values()) {
      list.sort((a, b) => (this.#ranks[a.directory] ?? 0) - (this.#ranks[b.directory] ?? 0));
    }
    return this.#addOdd(place, links);
  }

  #loadPlaced(table: 'revision' | 'layer_link', within: string): Map<number, DirectoryLink[]> {
    const links = new Map<number, DirectoryLink[]>();
    const homes = new Map(
      this.#repositories.map(({ id, name }) => [
        id,
        { top: `${REPOSITORIES}/${name}/${within}`, digestOf: this.#digestOf },
      ]),
    );
    const rows = this.#database
      .prepare<[], [number, number, number | null, Buffer | null]>(
        `SELECT repository_id, blob_id, target_id, content FROM ${table}`,
      )
      .raw();
    for (const [repository, directory, target, content] of rows.iterate()) {
      const home = homes.get(repository);
      if (home === undefined) continue;
      const link = new DirectoryLink(home, directory, target, content);
      const list = links.get(repository);
      if (list === undefined) links.set(repository, [link]);
      else list.push(link);
    }
    return links;
  }

  /** Links that stand elsewhere are few: what has some is sorted by its paths. */
  #addOdd(
    place: 'revision' | 'layer',
    links: ReadonlyMap<number, readonly CollectorLink[]>,
  ): Map<number, CollectorLink[]> {
    const all = new Map(links) as Map<number, CollectorLink[]>;
    const odd = this.#database
      .prepare<[string], [number, string | Buffer, number | null, Buffer | null]>(
        'SELECT repository_id, path, target_id, content FROM odd_link WHERE place = ?',
      )
      .raw();
    const unsorted = new Set<CollectorLink[]>();
    for (const [repository, path, target, content] of odd.iterate(place)) {
      const list = all.get(repository) ?? [];
      all.set(repository, list);
      unsorted.add(list);
      list.push({
        path: path.toString(),
        directory: undefined,
        target: target ?? undefined,
        content: content ?? undefined,
      });
    }
    for (const list of unsorted) list.sort((a, b) => compareWalkOrder(a.path, b.path));
    return all;
  }
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

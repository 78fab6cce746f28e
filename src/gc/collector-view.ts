import { digestText } from '../inventory/digest-column.ts';
import type { Inventory } from '../inventory/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import { compareWalkOrder } from './walk-order.ts';

/** A link file as a collector meets it. */
export interface CollectorLink {
  /** Relative to the volume's root. */
  readonly path: string;
  /** The digest it says, as a blob id; undefined where it says none. */
  readonly target: number | undefined;
  /** The blob id of the directory it stands in; undefined where it stands elsewhere. */
  readonly directory: number | undefined;
  /** What stands in it, where that is no digest. */
  readonly content: Buffer | undefined;
}

/** An entry of a repository's `tags/`. */
export interface CollectorTag {
  readonly name: string;
  readonly isDirectory: boolean;
  readonly target: number | undefined;
  /** What `current/link` says, where that is no digest; undefined where there is none. */
  readonly content: Buffer | undefined;
  readonly history: ReadonlySet<number>;
}

/** A repository as a collector meets it. */
export interface CollectorRepository {
  readonly name: string;
  /** False where the name is no UTF-8, which no grammar allows. */
  readonly isText: boolean;
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisionsDirectory: string;
  readonly tagsDirectory: string;
  /** In the order of the walk. */
  readonly revisions: readonly CollectorLink[];
  readonly layerLinks: readonly CollectorLink[];
  readonly tags: readonly CollectorTag[];
  /** By the blob id of their directory, which is how a registry looks a digest up. */
  readonly revisionByDigest: ReadonlyMap<number, CollectorLink>;
  readonly layerLinkByDigest: ReadonlyMap<number, CollectorLink>;
}

/** A manifest as each family reads it. */
export interface CollectorManifest {
  readonly form: string;
  readonly fault2x: string | null;
  readonly fault3x: string | null;
  readonly references: readonly CollectorReference[];
}

export interface CollectorReference {
  readonly blob: number;
  readonly kind: string;
  readonly isForeign: boolean;
}

/** All of an inventory that a collector would look at, loaded at once. */
export class CollectorView {
  readonly repositories: readonly CollectorRepository[];
  readonly #manifests: ReadonlyMap<number, CollectorManifest>;
  readonly #bytes: ReadonlyMap<number, number>;
  readonly #digests: ReadonlyMap<number, string>;
  /** Manifests that are too large for a registry to read. */
  readonly #tooLarge: ReadonlySet<string>;

  constructor(inventory: Inventory) {
    this.#digests = loadDigests(inventory);
    this.#bytes = loadBytes(inventory);
    this.#manifests = loadManifests(inventory);
    this.repositories = loadRepositories(inventory, this.#digests);
    this.#tooLarge = new Set(
      inventory.database
        .prepare<[], string>(`SELECT digest FROM problem WHERE code = 'manifest-too-large'`)
        .pluck()
        .all(),
    );
  }

  isPresent(blob: number): boolean {
    return this.#bytes.has(blob);
  }

  bytesOf(blob: number): number {
    return this.#bytes.get(blob) ?? 0;
  }

  digestOf(blob: number): string {
    return this.#digests.get(blob) ?? '';
  }

  /** Ids of all blobs that are there. */
  blobs(): Iterable<number> {
    return this.#bytes.keys();
  }

  /** A blob read as a manifest; undefined where it was not, because nothing says that it is one. */
  manifest(blob: number): CollectorManifest | undefined {
    const manifest = this.#manifests.get(blob);
    if (manifest !== undefined || !this.#tooLarge.has(this.digestOf(blob))) return manifest;
    const fault = 'storage: read exceeds limit';
    return { form: 'unparsable', fault2x: fault, fault3x: fault, references: [] };
  }
}

function loadDigests({ database }: Inventory): Map<number, string> {
  const rows = database.prepare<[], [number, Buffer | string]>('SELECT id, digest FROM blob').raw();
  const digests = new Map<number, string>();
  for (const [id, digest] of rows.iterate()) digests.set(id, digestText(digest));
  return digests;
}

function loadBytes({ database }: Inventory): Map<number, number> {
  const rows = database
    .prepare<[], [number, number]>('SELECT id, bytes FROM blob WHERE bytes IS NOT NULL')
    .raw();
  return new Map(rows.iterate());
}

function loadManifests({ database }: Inventory): Map<number, CollectorManifest> {
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

function loadRepositories(inventory: Inventory, digests: ReadonlyMap<number, string>): CollectorRepository[] {
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
      isDirectory: kind === 'directory',
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

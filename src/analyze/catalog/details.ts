import { contentsOf } from '../../contents/contents-of.ts';
import { Walk } from '../../graph/walk.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Name, namedAs, type StoredName, toName } from '../names.ts';
import { isoTime } from '../times.ts';
import type { CatalogRow, FoundTags } from './catalog.ts';

/** What is known of a repository. */
export interface RepositoryDetails extends Name {
  readonly tags: number;
  /** Of all that its tags and revisions lead to. */
  readonly bytes: number;
  /** When something was last pushed to it; null where it has no manifests. */
  readonly pushedAt: string | null;
}

/** What is known of a tag. */
export interface TagDetails {
  readonly tag: string;
  readonly tagBase64?: string;
  /** What it points to now; null where its link says no digest. */
  readonly digest: string | null;
  /** Null where that could not be read as a manifest. */
  readonly kind: string | null;
  /** Of all that it leads to. */
  readonly bytes: number;
  /** As `os/architecture[/variant]`: those that an index lists, or what the config of an image says. */
  readonly platforms: readonly string[];
  /** When the image was made, as its config says, of an index the newest; null where none says. */
  readonly createdAt: string | null;
  /** When it was last pushed. */
  readonly pushedAt: string;
}

/** Tells what is known of repositories, in their order. */
export function detailsOfRepositories(
  { database }: Inventory,
  repositories: readonly CatalogRow[],
): RepositoryDetails[] {
  const find = database.prepare<[number], { tags: number; bytes: number }>(
    'SELECT tags, bytes FROM repository WHERE id = ?',
  );
  const pushed = new Map(database.prepare<[], [number, number]>(PUSHED_SQL).raw().all());
  return repositories.map(({ id, name }) => {
    const { tags = 0, bytes = 0 } = find.get(id) ?? {};
    const pushedAt = pushed.get(id);
    return { ...toName(name), tags, bytes, pushedAt: pushedAt === undefined ? null : isoTime(pushedAt) };
  });
}

const PUSHED_SQL = `SELECT repository_id, max(at) FROM (
    SELECT repository_id, max(modified_at) AS at FROM revision GROUP BY repository_id
    UNION ALL SELECT repository_id, max(modified_at) FROM tag GROUP BY repository_id) GROUP BY repository_id`;

/** What follows from what a tag points to. */
type Below = Pick<TagDetails, 'bytes' | 'platforms' | 'createdAt'>;

/** Tells what is known of tags. */
export class TagDescriber {
  readonly #tag;
  readonly #platforms;
  readonly #config;
  readonly #inventory: Inventory;
  readonly #walk: Walk;
  /** By what tags point to, because many point to the same. */
  readonly #known = new Map<number, Below>();

  constructor(inventory: Inventory) {
    const { database } = inventory;
    const { graph, blobs } = contentsOf(inventory);
    this.#inventory = inventory;
    this.#walk = new Walk(graph, blobs.highest);
    this.#tag = database.prepare<[number], TagRow>(TAG_SQL);
    this.#platforms = database.prepare<[number], string>(PLATFORMS_SQL).pluck();
    this.#config = database.prepare<[number], ConfigRow>(CONFIG_SQL);
  }

  /** In the order of the tags. */
  describe({ tags }: FoundTags): TagDetails[] {
    return tags.map(({ id }) => this.#describe(this.#tag.get(id) as TagRow));
  }

  #describe({ name, target, digest, kind, pushedAt }: TagRow): TagDetails {
    const { bytes, platforms, createdAt } = target === null ? NOTHING : this.#whatIsBelow(target);
    return {
      ...namedAs('tag', name),
      digest: digest === null ? null : digestText(digest),
      kind,
      bytes,
      platforms,
      createdAt,
      pushedAt: isoTime(pushedAt),
    };
  }

  #whatIsBelow(manifest: number): Below {
    const known = this.#known.get(manifest);
    if (known !== undefined) return known;
    const { blobs, manifests } = contentsOf(this.#inventory);
    const { bytesOf, files } = blobs.sized;
    let bytes = 0;
    this.#walk.begin();
    this.#walk.visit(
      [manifest],
      files.once((blob) => {
        bytes += bytesOf(blob);
      }),
    );
    const isIndex = manifests.isIndex(manifest);
    const listed = isIndex ? [...new Set(this.#platforms.all(manifest))] : [];
    const images = isIndex ? manifests.references.referencesOf(manifest) : [manifest];
    const { created, platform } = this.#whatConfigsSay(images);
    const platforms = !isIndex && platform !== undefined ? [platform] : listed;
    const below = { bytes, platforms, createdAt: created === undefined ? null : isoTime(created) };
    this.#known.set(manifest, below);
    return below;
  }

  /** When the newest of some images was made, and the platform of the last that says one. */
  #whatConfigsSay(images: Iterable<number>): { readonly created?: number; readonly platform?: string } {
    let said: { readonly created?: number; readonly platform?: string } = {};
    for (const image of images) {
      const config = contentsOf(this.#inventory).images.configOf(image);
      const row = config === undefined ? undefined : this.#config.get(config);
      const created = Math.max(row?.created ?? -Infinity, said.created ?? -Infinity);
      said = {
        ...said,
        ...(created !== -Infinity && { created }),
        ...(row?.platform && { platform: row.platform }),
      };
    }
    return said;
  }
}

const NOTHING = { bytes: 0, platforms: [], createdAt: null };

interface ConfigRow {
  readonly created: number | null;
  readonly platform: string | null;
}

const CONFIG_SQL = 'SELECT created_at AS created, platform FROM config WHERE blob_id = ?';

interface TagRow {
  readonly name: StoredName;
  readonly target: number | null;
  readonly digest: Buffer | string | null;
  readonly kind: string | null;
  readonly pushedAt: number;
}

const TAG_SQL = `SELECT tag.name, target_id AS target, digest, manifest.kind, tag.modified_at AS pushedAt
  FROM tag LEFT JOIN blob ON blob.id = target_id LEFT JOIN manifest ON manifest.blob_id = target_id
  WHERE tag.id = ?`;

// What BuildKit lists as an attestation runs nowhere.
const PLATFORMS_SQL = `SELECT platform FROM reference
  WHERE manifest_id = ? AND coalesce(platform, '') NOT IN ('', 'unknown/unknown') ORDER BY position`;

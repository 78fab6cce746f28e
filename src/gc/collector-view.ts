import { digestText } from '../inventory/digest-column.ts';
import type { Inventory } from '../inventory/reader.ts';
import type { Abort } from './collection.ts';
import {
  loadBytes,
  loadDamagedHistory,
  loadManifests,
  loadObstacles,
  loadRepositories,
} from './load-collector-view.ts';
import { treeAborts } from './walk-aborts.ts';

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
  /** True for a symlink that leads nowhere, too: a registry finds no link there. */
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
  readonly isForeign: boolean;
}

/** All of an inventory that a collector would look at, loaded at once. */
export class CollectorView {
  readonly repositories: readonly CollectorRepository[];
  /** Paths of links in tags' histories that say something else than the directory they stand in. */
  readonly damagedHistory: ReadonlySet<string>;
  /** What ends a collection on its way to the repositories. */
  readonly treeAborts: readonly Abort[];
  readonly #manifests: ReadonlyMap<number, CollectorManifest>;
  readonly #bytes: Float64Array;
  /** Those that were asked for: few are. */
  readonly #digests = new Map<number, string>();
  readonly #digest;
  /** Manifests that are too large for a registry to read. */
  readonly #tooLarge: ReadonlySet<string>;
  readonly #obstacles: ReadonlySet<string>;

  constructor(inventory: Inventory) {
    this.#digest = inventory.database
      .prepare<[number], Buffer | string>('SELECT digest FROM blob WHERE id = ?')
      .pluck();
    this.#bytes = loadBytes(inventory);
    this.#manifests = loadManifests(inventory);
    this.repositories = loadRepositories(inventory, (blob) => this.digestOf(blob));
    this.#tooLarge = new Set(
      inventory.database
        .prepare<[], string>(`SELECT digest FROM problem WHERE code = 'manifest-too-large'`)
        .pluck()
        .all(),
    );
    this.#obstacles = loadObstacles(inventory);
    this.damagedHistory = loadDamagedHistory(inventory);
    this.treeAborts = treeAborts(inventory);
  }

  /** False on a healthy volume: then there is no need to spell out a path to ask for one. */
  get hasObstacles(): boolean {
    return this.#obstacles.size > 0;
  }

  /** What keeps a registry from opening a file: a plain file in place of a directory, or the reverse. */
  obstacle(path: string): string | undefined {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = path.slice(0, end);
      if (this.#obstacles.has(above)) return above;
    }
    return undefined;
  }

  isPresent(blob: number): boolean {
    return (this.#bytes[blob] ?? -1) >= 0;
  }

  bytesOf(blob: number): number {
    return Math.max(this.#bytes[blob] ?? 0, 0);
  }

  digestOf(blob: number): string {
    const known = this.#digests.get(blob);
    if (known !== undefined) return known;
    const digest = digestText(this.#digest.get(blob) ?? '');
    this.#digests.set(blob, digest);
    return digest;
  }

  /** Ids of all blobs that are there. */
  *blobs(): Iterable<number> {
    for (let blob = 0; blob < this.#bytes.length; blob++) if (this.isPresent(blob)) yield blob;
  }

  /** A blob read as a manifest; undefined where it was not, because nothing says that it is one. */
  manifest(blob: number): CollectorManifest | undefined {
    const manifest = this.#manifests.get(blob);
    if (manifest !== undefined || this.#tooLarge.size === 0 || !this.#tooLarge.has(this.digestOf(blob)))
      return manifest;
    const fault = 'storage: read exceeds limit';
    return { form: 'unparsable', fault2x: fault, fault3x: fault, references: [] };
  }
}

import type { Database } from '../../inventory/format/sqlite.ts';
import { once } from '../once.ts';
import type { LinkContext, RepositoryLinks } from './links.ts';
import { loadLinks } from './load-links.ts';
import { loadTags, type RepositoryTags } from './tags.ts';

/** A row of the table `repository`: its parts are `absent`, a `directory`, a `file` or `unreadable`. */
interface RepositoryRow {
  readonly id: number;
  readonly storedName: string | Buffer;
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisionsDirectory: string;
  readonly tagsDirectory: string;
}

/** The links and tags of a repository, each loaded when it is asked for. */
interface RepositoryParts {
  readonly revisions: () => RepositoryLinks;
  readonly layerLinks: () => RepositoryLinks;
  readonly tags: () => RepositoryTags;
}

/** What is to be left out of a repository: digests as blob ids. */
export interface RepositoryRemoval {
  readonly tags: Set<string>;
  readonly revisions: Set<number>;
  readonly layerLinks: Set<number>;
}

/** A repository with what it links to. */
export class Repository {
  readonly id: number;
  readonly name: string;
  /** As the inventory stores it: bytes where the name is no UTF-8, which no grammar allows. */
  readonly storedName: string | Buffer;
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisionsDirectory: string;
  readonly tagsDirectory: string;
  readonly #row: RepositoryRow;
  readonly #parts: RepositoryParts;

  constructor(row: RepositoryRow, parts: RepositoryParts) {
    this.#row = row;
    this.#parts = parts;
    this.id = row.id;
    this.name = String(row.storedName);
    this.storedName = row.storedName;
    this.layers = row.layers;
    this.manifests = row.manifests;
    this.uploads = row.uploads;
    this.revisionsDirectory = row.revisionsDirectory;
    this.tagsDirectory = row.tagsDirectory;
  }

  get revisions(): RepositoryLinks {
    return this.#parts.revisions();
  }

  get layerLinks(): RepositoryLinks {
    return this.#parts.layerLinks();
  }

  get tags(): RepositoryTags {
    return this.#parts.tags();
  }

  /** The same without some tags and links; the directories that held them stay. */
  without({ tags, revisions, layerLinks }: RepositoryRemoval): Repository {
    const parts = this.#parts;
    return new Repository(this.#row, {
      tags: tags.size === 0 ? parts.tags : once(() => parts.tags().without(tags)),
      revisions: revisions.size === 0 ? parts.revisions : once(() => parts.revisions().without(revisions)),
      layerLinks:
        layerLinks.size === 0 ? parts.layerLinks : once(() => parts.layerLinks().without(layerLinks)),
    });
  }
}

/** Loads all repositories, by id. Links and tags are loaded for all of them when those of one are asked for. */
export function loadRepositories(database: Database, context: LinkContext): Repository[] {
  const rows = database
    .prepare<[], RepositoryRow>(
      `SELECT id, name AS storedName, layers, manifests, uploads, revisions_directory AS revisionsDirectory,
        tags_directory AS tagsDirectory FROM repository`,
    )
    .all();
  const revisionsOf = once(() => loadLinks(database, 'revision', context));
  const layerLinksOf = once(() => loadLinks(database, 'layer', context));
  const tagsOf = once(() => loadTags(database));
  return rows.map(
    (row) =>
      new Repository(row, {
        revisions: once(() => revisionsOf()(row)),
        layerLinks: once(() => layerLinksOf()(row)),
        tags: once(() => tagsOf()(row.id)),
      }),
  );
}

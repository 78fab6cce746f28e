import type { Database } from '../../inventory/format/sqlite.ts';
import type { Blobs } from '../blobs.ts';
import { once } from '../once.ts';
import type { DigestContext, RepositoryLinks } from './links.ts';
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

/** Where repositories have their links and tags from. */
interface RepositoryParts {
  readonly revisionsOf: (row: RepositoryRow) => RepositoryLinks;
  readonly layerLinksOf: (row: RepositoryRow) => RepositoryLinks;
  readonly tagsOf: (row: RepositoryRow) => RepositoryTags;
}

/** What is to be left out of a repository: digests as blob ids. */
export interface RepositoryRemoval {
  readonly tags: ReadonlySet<string>;
  readonly revisions: ReadonlySet<number>;
  readonly layerLinks: ReadonlySet<number>;
}

/** A repository with what it links to. */
export class Repository implements RepositoryRow {
  readonly id: number;
  readonly name: string;
  /** As the inventory stores it: bytes where the name is no UTF-8, which no grammar allows. */
  readonly storedName: string | Buffer;
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisionsDirectory: string;
  readonly tagsDirectory: string;
  readonly #parts: RepositoryParts;
  #revisions: RepositoryLinks | undefined;
  #layerLinks: RepositoryLinks | undefined;
  #tags: RepositoryTags | undefined;

  constructor(row: RepositoryRow, parts: RepositoryParts) {
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
    this.#revisions ??= this.#parts.revisionsOf(this);
    return this.#revisions;
  }

  get layerLinks(): RepositoryLinks {
    this.#layerLinks ??= this.#parts.layerLinksOf(this);
    return this.#layerLinks;
  }

  get tags(): RepositoryTags {
    this.#tags ??= this.#parts.tagsOf(this);
    return this.#tags;
  }

  /** The same without some tags and links; the directories that held them stay. */
  without({ tags, revisions, layerLinks }: RepositoryRemoval): Repository {
    return new Repository(this, {
      tagsOf: () => (tags.size === 0 ? this.tags : this.tags.without(tags)),
      revisionsOf: () => (revisions.size === 0 ? this.revisions : this.revisions.without(revisions)),
      layerLinksOf: () => (layerLinks.size === 0 ? this.layerLinks : this.layerLinks.without(layerLinks)),
    });
  }
}

/** Loads all repositories, by id. Links and tags are loaded for all of them when those of one are asked for. */
export function loadRepositories(database: Database, context: DigestContext): Repository[] {
  const rows = database
    .prepare<[], RepositoryRow>(
      `SELECT id, name AS storedName, layers, manifests, uploads, revisions_directory AS revisionsDirectory,
        tags_directory AS tagsDirectory FROM repository`,
    )
    .all();
  const revisions = once(() => loadLinks(database, 'revision', context));
  const layerLinks = once(() => loadLinks(database, 'layer', context));
  const tags = once(() => loadTags(database));
  const parts: RepositoryParts = {
    revisionsOf: (row) => revisions()(row),
    layerLinksOf: (row) => layerLinks()(row),
    tagsOf: ({ id }) => tags()(id),
  };
  return rows.map((row) => new Repository(row, parts));
}

/** A link in the directory of a digest. */
interface NamedLink {
  readonly repository: string;
  readonly digest: string;
}

/** What is to be left out of a volume; what is not there is left out as it is. */
export interface Removal {
  /** With their histories. */
  readonly tags?: ReadonlyArray<{ readonly repository: string; readonly tag: string }>;
  readonly revisions?: readonly NamedLink[];
  readonly layerLinks?: readonly NamedLink[];
}

/** A removal by repository id. Names that are no UTF-8 cannot be asked for. */
export function groupRemovals(
  repositories: readonly Repository[],
  blobs: Blobs,
  { tags = [], revisions = [], layerLinks = [] }: Removal,
): Map<number, RepositoryRemoval> {
  const named = repositories.filter(({ storedName }) => typeof storedName === 'string');
  const idByName = new Map(named.map(({ name, id }) => [name, id]));
  const removals = new Map<number, GrowingRemoval>();
  const of = (repository: string): GrowingRemoval => {
    const id = idByName.get(repository);
    const removal = (id === undefined ? undefined : removals.get(id)) ?? nothing();
    if (id !== undefined) removals.set(id, removal);
    return removal;
  };
  for (const { repository, tag } of tags) of(repository).tags.add(tag);
  const addLinks = (links: readonly NamedLink[], which: 'revisions' | 'layerLinks') => {
    for (const { repository, digest } of links) {
      const blob = blobs.idOf(digest);
      if (blob !== undefined) of(repository)[which].add(blob);
    }
  };
  addLinks(revisions, 'revisions');
  addLinks(layerLinks, 'layerLinks');
  return removals;
}

interface GrowingRemoval extends RepositoryRemoval {
  readonly tags: Set<string>;
  readonly revisions: Set<number>;
  readonly layerLinks: Set<number>;
}

function nothing(): GrowingRemoval {
  return { tags: new Set(), revisions: new Set(), layerLinks: new Set() };
}

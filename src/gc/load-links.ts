import type { Inventory } from '../inventory/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type { CollectorLink } from './collector-view.ts';
import { compareWalkOrder } from './walk-order.ts';

/** What a link's path needs of its repository's row. */
export interface RepositoryName {
  readonly id: number;
  readonly name: string | Buffer;
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
export class LinkLoader {
  readonly #database;
  readonly #repositories: readonly RepositoryName[];
  readonly #digestOf: (blob: number) => string;
  readonly #ranks: Int32Array;

  constructor(
    inventory: Inventory,
    repositories: readonly RepositoryName[],
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

import { loadColumns, runsOf } from '../inventory/format/packed-columns.ts';
import { readNumbers } from '../inventory/format/read-numbers.ts';
import { IS_ODD_LINK } from '../inventory/format/schema.ts';
import type { Database } from '../inventory/format/sqlite.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type { CollectorLink } from './collector-view.ts';
import {
  type LinkContext,
  type LoadedLinks,
  type OddContent,
  RepositoryLinks,
  type WalkOrder,
} from './repository-links.ts';

/** What a link's path needs of its repository's row. */
export interface RepositoryName {
  readonly id: number;
  readonly name: string | Buffer;
}

const PLACES = {
  revision: { table: 'revision', within: '_manifests/revisions' },
  layer: { table: 'layer_link', within: '_layers' },
} as const;

type LinkTable = (typeof PLACES)[keyof typeof PLACES]['table'];

const NO_DIRECTORIES = new Int32Array();
const NO_CONTENTS: ReadonlyMap<number, OddContent> = new Map();
const NO_LINKS: readonly CollectorLink[] = [];

/** Loads the links of one kind of all repositories, by repository id. */
export function loadLinks(
  { database }: Inventory,
  place: keyof typeof PLACES,
  repositories: readonly RepositoryName[],
  context: LinkContext,
): Map<number, RepositoryLinks> {
  const { table, within } = PLACES[place];
  const directories = loadDirectories(database, table);
  const oddContents = loadOddContents(database, table);
  const elsewhere = loadElsewhere(database, place);
  return new Map(
    repositories.map(({ id, name }) => {
      const loaded: LoadedLinks = {
        top: `${REPOSITORIES}/${name}/${within}`,
        directories: directories.get(id) ?? NO_DIRECTORIES,
        oddContents: oddContents.get(id) ?? NO_CONTENTS,
        elsewhere: elsewhere.get(id) ?? NO_LINKS,
      };
      return [id, new RepositoryLinks(loaded, context)];
    }),
  );
}

/** The digests in whose directories links stand: by repository, sorted, as the table is by its key. */
export function loadDirectories(database: Database, table: LinkTable): Map<number, Int32Array> {
  const { repository_id: repositories, blob_id: blobs } = loadColumns(database, table);
  const byRepository = new Map<number, Int32Array>();
  for (const { repository, start, end } of runsOf(repositories))
    byRepository.set(repository, blobs.subarray(start, end));
  return byRepository;
}

/** What links say that do not just say the digest of their directory: by repository, by that digest. */
export function loadOddContents(database: Database, table: LinkTable): Map<number, Map<number, OddContent>> {
  const rows = database
    .prepare<[], OddContent & { repository_id: number; blob_id: number }>(
      `SELECT repository_id, blob_id, target_id AS target, content FROM ${table} WHERE ${IS_ODD_LINK}`,
    )
    .all();
  const byRepository = new Map<number, Map<number, OddContent>>();
  for (const { repository_id, blob_id, target, content } of rows) {
    const contents = byRepository.get(repository_id) ?? new Map<number, OddContent>();
    byRepository.set(repository_id, contents.set(blob_id, { target, content }));
  }
  return byRepository;
}

function loadElsewhere(database: Database, place: string): Map<number, CollectorLink[]> {
  const rows = database
    .prepare<[string], [number, string | Buffer, number | null, Buffer | null]>(
      'SELECT repository_id, path, target_id, content FROM odd_link WHERE place = ?',
    )
    .raw();
  const byRepository = new Map<number, CollectorLink[]>();
  for (const [repository, path, target, content] of rows.iterate(place)) {
    const links = byRepository.get(repository) ?? [];
    byRepository.set(repository, links);
    links.push({
      path: path.toString(),
      directory: undefined,
      target: target ?? undefined,
      content: content ?? undefined,
    });
  }
  return byRepository;
}

/**
 * Digests in the order in which their directories are walked, by algorithm and then by hex: links are sorted by it
 * because spelling out 234,000 digests to compare them takes a second.
 */
export function loadWalkOrder({ database }: Inventory, highest: number): WalkOrder {
  const idsOf = (from: string) => {
    const [ids] = readNumbers(database, ['id'], `(SELECT id FROM blob ${from})`);
    return ids;
  };
  const longer = idsOf('WHERE length(digest) > 32 ORDER BY length(digest), digest');
  const isLonger = new Set(longer);
  const sorted = idsOf('ORDER BY digest');
  const others = isLonger.size === 0 ? sorted : sorted.filter((id) => !isLonger.has(id));
  const blobs = new Int32Array(sorted.length);
  blobs.set(others);
  blobs.set(longer, others.length);
  const ranks = new Int32Array(highest + 1);
  for (let rank = 0; rank < blobs.length; rank++) ranks[blobs[rank] as number] = rank;
  return { blobs, ranks };
}

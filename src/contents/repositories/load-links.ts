import { loadColumns, runsOf } from '../../inventory/format/packed-columns.ts';
import { IS_ODD_LINK } from '../../inventory/format/schema.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { type DigestContext, type Link, RepositoryLinks, type UnhealthyLink } from './links.ts';

/** The two kinds of links of a repository, but for those of tags. */
export type LinkKind = keyof typeof PLACES;

const PLACES = {
  revision: { table: 'revision', within: '_manifests/revisions' },
  layer: { table: 'layer_link', within: '_layers' },
} as const;

/** What a link's path needs of its repository. */
interface NamedRepository {
  readonly id: number;
  readonly storedName: string | Buffer;
}

const NO_DIRECTORIES = new Int32Array();
const NO_UNHEALTHY: ReadonlyMap<number, UnhealthyLink> = new Map();
const NO_STRAY: readonly Link[] = [];

/** Loads the links of one kind of all repositories: what it gives makes those of one. */
export function loadLinks(
  database: Database,
  kind: LinkKind,
  context: DigestContext,
): (repository: NamedRepository) => RepositoryLinks {
  const { table, within } = PLACES[kind];
  const ofKind = { ...context, within };
  const directories = loadDirectories(database, table);
  const unhealthy = loadUnhealthy(database, table);
  const stray = loadStray(database, kind);
  return ({ id, storedName }) => {
    const columns = {
      repository: storedName,
      directories: directories.get(id) ?? NO_DIRECTORIES,
      unhealthy: unhealthy.get(id) ?? NO_UNHEALTHY,
      stray: stray.get(id) ?? NO_STRAY,
    };
    return new RepositoryLinks(columns, ofKind);
  };
}

type LinkTable = (typeof PLACES)[LinkKind]['table'];

/** The digests in whose directories links stand: by repository, sorted, as the table is by its key. */
function loadDirectories(database: Database, table: LinkTable): Map<number, Int32Array> {
  const { repository_id: repositories, blob_id: blobs } = loadColumns(database, table);
  const byRepository = new Map<number, Int32Array>();
  for (const { repository, start, end } of runsOf(repositories))
    byRepository.set(repository, blobs.subarray(start, end));
  return byRepository;
}

/** What links say that do not just say the digest of their directory: by repository, by that digest. */
function loadUnhealthy(database: Database, table: LinkTable): Map<number, Map<number, UnhealthyLink>> {
  const rows = database
    .prepare<[], UnhealthyLink & { repository_id: number; blob_id: number }>(
      `SELECT repository_id, blob_id, target_id AS target, content FROM ${table} WHERE ${IS_ODD_LINK}`,
    )
    .all();
  const byRepository = new Map<number, Map<number, UnhealthyLink>>();
  for (const { repository_id, blob_id, target, content } of rows) {
    const unhealthy = byRepository.get(repository_id) ?? new Map<number, UnhealthyLink>();
    byRepository.set(repository_id, unhealthy.set(blob_id, { target, content }));
  }
  return byRepository;
}

function loadStray(database: Database, kind: LinkKind): Map<number, Link[]> {
  const rows = database
    .prepare<[string], [number, string | Buffer, number | null, Buffer | null]>(
      'SELECT repository_id, path, target_id, content FROM odd_link WHERE place = ?',
    )
    .raw();
  const byRepository = new Map<number, Link[]>();
  for (const [repository, path, target, content] of rows.iterate(kind)) {
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

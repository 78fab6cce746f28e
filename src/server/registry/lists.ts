import type { Database } from '../../inventory/format/sqlite.ts';
import { isRepositoryName, isTagName } from '../../registry/reference.ts';
import { answerJson } from './answer.ts';
import { RegistryFault } from './fault.ts';
import { linkToNext, type Page, readPage, takePage } from './paging.ts';

/** As many repositories as a registry lists where nobody says how many, and at most (distribution v2.8.3, catalog). */
const CATALOG_DEFAULT = 100;
const CATALOG_MOST = 1000;

/**
 * The repositories of the inventory, a page of them. Whoever asks for more than there may be on one gets as many as
 * there may be, and where to go on.
 */
export function answerCatalog(database: Database, query: URLSearchParams): Response {
  const { count = CATALOG_DEFAULT, after } = readPage(query);
  const most = Math.min(count, CATALOG_MOST);
  // One more tells whether others follow.
  const names = selectRepositories(database, after ?? '', most + 1);
  const paged = takePage(names, { count: most, after: undefined });
  return answerJson({ repositories: paged.names }, linkToNext('/v2/_catalog', paged, most));
}

function selectRepositories(database: Database, after: string, most: number): string[] {
  const names: string[] = [];
  const rows = database.prepare<[string], string>(REPOSITORIES_SQL).pluck().iterate(after);
  for (const name of rows) {
    if (isRepositoryName(name) && !OF_HOSTS.test(name)) names.push(name);
    if (names.length === most) break;
  }
  return names;
}

/** A registry takes a name that begins as a host is written; behind its own host no client can ask for such a one. */
const OF_HOSTS = /[A-Z:[\]]/;

/** Those that have more than uploads; names that are no text cannot be asked for. */
const REPOSITORIES_SQL = `SELECT name FROM repository
  WHERE typeof(name) = 'text' AND name > ? AND (layers = 'directory' OR manifests = 'directory') ORDER BY name`;

/** The tags of a repository, a page of them where one is asked for. */
export function answerTags(name: string, tags: readonly string[], query: URLSearchParams): Response {
  const page: Page = readPage(query);
  const paged = takePage(tags, page);
  return answerJson({ name, tags: paged.names }, linkToNext(`/v2/${name}/tags/list`, paged, page.count));
}

/**
 * The tags that a repository had when the volume was scanned.
 * @throws RegistryFault where the inventory has no such repository.
 */
export function inventoriedTags(database: Database, name: string): string[] {
  const id = database.prepare<[string], number>('SELECT id FROM repository WHERE name = ?').pluck().get(name);
  if (id === undefined) throw new RegistryFault('NAME_UNKNOWN', { name });
  return database.prepare<[number], string>(TAGS_SQL).pluck().all(id).filter(isTagName);
}

const TAGS_SQL = `SELECT name FROM tag
  WHERE repository_id = ? AND kind = 'directory' AND typeof(name) = 'text' ORDER BY name`;

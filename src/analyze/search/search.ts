import type { Inventory } from '../../inventory/read/reader.ts';
import { parseDigestBeginning } from '../../registry/digest-beginning.ts';
import { possibleHost, readPastedName, splitTag } from '../../registry/pasted-name.ts';
import { namedAs, type StoredName, toName } from '../names.ts';
import { findBeginning } from '../where/find-digest.ts';
import { identifyAll } from '../where/identity.ts';

/** What somebody may have meant by a few letters. */
export interface Found {
  readonly repositories: readonly string[];
  readonly tags: ReadonlyArray<{
    readonly repository: string;
    readonly tag: string;
    readonly repositoryBase64?: string;
    readonly tagBase64?: string;
  }>;
  /** What a digest is, as `where` says it. */
  readonly digests: ReadonlyArray<{ readonly digest: string; readonly kind: string }>;
  /** True where there are more of any than are told. */
  readonly cutOff?: true;
}

/** So many of each are told. */
const MOST_FOUND = 20;

/**
 * Finds what a text may be a part of: names of repositories and of tags that contain it, in whatever case, and digests that
 * begin so. What begins with it comes first. A name that was copied along with a scheme, a host or quotes is read as what
 * it is of; behind a colon stands a tag, behind an @ a digest.
 */
export function search(inventory: Inventory, text: string): Found {
  const { name } = readPastedName(text);
  const at = name.lastIndexOf('@');
  const { repository, tag } = splitTag(at < 0 ? name : name.slice(0, at));
  if (name === '') return { repositories: [], tags: [], digests: [] };
  const all = MOST_FOUND + 1;
  const repositories = at < 0 && tag === undefined ? repositoriesWith(inventory, repository, all) : [];
  const tags =
    at < 0 ? tagsWith(inventory, tag === undefined ? undefined : repository, tag ?? name, all) : [];
  const digests = digestsWith(inventory, name.slice(at + 1), all);
  const isCut = [repositories, tags, digests].some(({ length }) => length > MOST_FOUND);
  const first = digests.slice(0, MOST_FOUND);
  const kinds =
    first.length === 0
      ? []
      : identifyAll(
          inventory,
          first.map(({ blob }) => blob),
        );
  return {
    repositories: repositories.slice(0, MOST_FOUND).map((stored) => toName(stored).name),
    tags: tags.slice(0, MOST_FOUND).map((row) => ({
      ...namedAs('repository', row.repository),
      ...namedAs('tag', row.tag),
    })),
    digests: first.map(({ digest }, index) => ({ digest, kind: kinds[index]?.kind ?? 'unknown' })),
    ...(isCut && { cutOff: true as const }),
  };
}

// Bytes that are no UTF-8 are looked at as text, as they are shown. SQLite's lower() knows ASCII, as names do.
const HAS = (name: string, part: string) => `instr(lower(CAST(${name} AS TEXT)), lower(${part}))`;
const REPOSITORIES_SQL = `SELECT name FROM repository
  WHERE ${HAS('name', '@part')} > 0 OR (@rest <> '' AND ${HAS('name', '@rest')} > 0)
  ORDER BY ${HAS('name', '@part')} <> 1, name LIMIT @most`;
const TAGS_SQL = `SELECT repository.name AS repository, tag.name AS tag
  FROM tag JOIN repository ON repository.id = repository_id
  WHERE ${HAS('tag.name', '@tag')} > 0 AND (@part = '' OR ${HAS('repository.name', '@part')} > 0
    OR (@rest <> '' AND ${HAS('repository.name', '@rest')} > 0))
  ORDER BY ${HAS('tag.name', '@tag')} <> 1, repository.name, tag.name LIMIT @most`;

function repositoriesWith({ database }: Inventory, part: string, most: number): StoredName[] {
  const rows = database.prepare<[object], StoredName>(REPOSITORIES_SQL).pluck();
  return rows.all({ part, rest: withoutHost(part), most });
}

function tagsWith({ database }: Inventory, repository: string | undefined, tag: string, most: number) {
  const part = repository ?? '';
  return database
    .prepare<[object], { readonly repository: StoredName; readonly tag: StoredName }>(TAGS_SQL)
    .all({ part, rest: withoutHost(part), tag, most });
}

function digestsWith(inventory: Inventory, text: string, most: number) {
  const beginning = parseDigestBeginning(text);
  return beginning === undefined ? [] : findBeginning(inventory, beginning, most);
}

/** What may be a host may be part of the name as well. */
function withoutHost(name: string): string {
  const host = possibleHost(name);
  return host === undefined ? '' : name.slice(host.length + 1);
}

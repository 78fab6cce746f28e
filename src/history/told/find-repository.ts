import { type Name, type StoredName, toName } from '../../analyze/names.ts';
import { nearNames } from '../../analyze/reference/near-names.ts';
import { UsageError } from '../../errors.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { parseReference } from '../../registry/reference.ts';
import { repositoryNames } from './accounts.ts';

/** A repository that there is, or was. */
export interface KnownRepository extends Name {
  readonly id: number;
}

/**
 * Finds the repository that somebody named, with or without a registry's host before it.
 * @throws UsageError where there never was one of that name.
 */
export function findKnownRepository(history: Database, text: string): KnownRepository {
  const parsed = parseReference(text);
  if (typeof parsed === 'string' || parsed.tag !== undefined || parsed.digest !== undefined)
    throw new UsageError(`'${text}' names no repository: expected one such as team/app.`);
  const find = history.prepare<[string], { id: number; name: StoredName }>(
    'SELECT id, name FROM repository WHERE name = ?',
  );
  const { host, repository } = parsed;
  const found = (host && find.get(`${host}/${repository}`)) || find.get(repository);
  if (found !== undefined) return { id: found.id, ...toName(found.name) };
  const near = nearNames(repository, repositoryNames(history));
  const hint = near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`;
  throw new UsageError(`There is and was no repository '${repository}' in this history.${hint}`);
}

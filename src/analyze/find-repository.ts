import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/reader.ts';
import { type ParsedReference, parseReference } from '../registry/reference.ts';

/** A repository that a person named, as the inventory knows it. */
export interface FoundRepository extends ParsedReference {
  readonly id: number;
}

/**
 * Finds the repository in `[host/]repository[:tag][@digest]`. What looks like a host may be part of the name
 * (`lib.rary/db`), so the whole name is tried first.
 * @throws UsageError where there is none of that name.
 */
export function findRepository({ database }: Inventory, text: string): FoundRepository {
  const parsed = parseReference(text);
  if (parsed === undefined)
    throw new UsageError(`'${text}' has no valid digest after '@': expected sha256:<64 hex digits>.`);
  const byName = database.prepare<[string], number>('SELECT id FROM repository WHERE name = ?').pluck();
  const whole = parsed.host === undefined ? undefined : `${parsed.host}/${parsed.repository}`;
  for (const name of [whole, parsed.repository]) {
    const id = name === undefined ? undefined : byName.get(name);
    if (id !== undefined) return { ...parsed, repository: name as string, id };
  }
  throw new UsageError(
    `There is no repository '${parsed.repository}' in this inventory: 'stowage ls' lists them.`,
  );
}

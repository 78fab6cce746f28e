import { groupBy } from '../../analyze/group-by.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { safeName } from '../safe-name.ts';
import { fileEntry } from './entries.ts';
import { repositoryTree } from './repository-tree.ts';

interface UploadRow {
  readonly repository: number;
  readonly name: string | Buffer;
  readonly bytes: number;
}

/** Unfinished uploads, in the directories of their repositories. */
export function uploadEntries(
  { database }: Inventory,
  repositories: readonly Repository[],
): Generator<string> {
  const rows = database
    .prepare<[], UploadRow>(
      'SELECT repository_id AS repository, name, bytes FROM upload ORDER BY repository_id, name',
    )
    .all();
  const byRepository = groupBy(rows, ({ repository }) => repository);
  return repositoryTree(
    repositories.filter(({ id }) => byRepository.has(id)),
    ({ id }) =>
      (byRepository.get(id) ?? []).map(({ name, bytes }) => fileEntry({ name: safeName(name), bytes })),
  );
}

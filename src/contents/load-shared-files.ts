import { SharedFiles } from '../graph/shared-files.ts';
import { forEachRow } from '../inventory/format/read-numbers.ts';
import { IS_SHARED } from '../inventory/format/schema.ts';
import type { Database } from '../inventory/format/sqlite.ts';

/** Loads which blobs are names of one file, and which files stay where blobs go. */
export function loadSharedFiles(database: Database): SharedFiles {
  const files = new Map<number, { blobs: number[]; owners: number[] }>();
  const kept = new Set<number>();
  const columns = ['id', 'hard_link_of', 'named_elsewhere'];
  forEachRow(database, columns, `blob WHERE ${IS_SHARED}`, (id, hardLinkOf, namedElsewhere) => {
    const keeper = hardLinkOf === 0 ? id : hardLinkOf;
    const file = files.get(keeper) ?? { blobs: [keeper], owners: [] };
    files.set(keeper, file);
    if (id !== keeper) file.blobs.push(id);
    if (namedElsewhere === 1) kept.add(id);
  });
  for (const { blobs, owners } of files.values()) owners.push(...blobs.filter((blob) => !kept.has(blob)));
  return new SharedFiles(files.values());
}

import { Walk } from '../graph/walk.ts';
import { loadGraph } from '../inventory/load-graph.ts';
import type { Inventory } from '../inventory/reader.ts';
import { compareBytewise, type StoredName, toName } from './names.ts';

/** The tags that lead to blobs now, as `repository:tag`, by blob id. Sorted; a blob that no tag leads to is left out. */
export function tagsLeadingTo(inventory: Inventory, blobs: Iterable<number>): Map<number, string[]> {
  const wanted = new Set(blobs);
  const tags = new Map<number, string[]>();
  if (wanted.size === 0) return tags;
  const { graph, blobs: highest } = loadGraph(inventory);
  const walk = new Walk(graph, highest);
  const rows = inventory.database
    .prepare<[], TagRow>(
      `SELECT target_id AS target, repository.name AS repository, tag.name AS tag
       FROM tag JOIN repository ON repository.id = repository_id WHERE target_id IS NOT NULL`,
    )
    .iterate();
  for (const { target, repository, tag } of rows) {
    walk.begin();
    walk.visit([target], (blob) => {
      if (!wanted.has(blob)) return;
      const names = tags.get(blob) ?? [];
      names.push(`${toName(repository).name}:${toName(tag).name}`);
      tags.set(blob, names);
    });
  }
  for (const names of tags.values()) names.sort(compareBytewise);
  return tags;
}

interface TagRow {
  readonly target: number;
  readonly repository: StoredName;
  readonly tag: StoredName;
}

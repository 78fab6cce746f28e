import { tagShares } from '../../analyze/usage/by-tag.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Row, rowsOf, type Table } from './table.ts';

export const tags: Table = {
  name: 'tags',
  description: 'Tags, and what they point to.',
  columns: [
    { name: 'repository', type: 'name', description: 'its repository' },
    { name: 'tag', type: 'name', description: 'its name' },
    {
      name: 'digest',
      type: 'digest',
      nullable: true,
      description: 'the manifest that it points to; null where its link says none',
    },
    {
      name: 'kind',
      type: 'text',
      nullable: true,
      description: '`image`, `index`, `helm-chart`, ...; null where the manifest was not read',
    },
    { name: 'modified_at', type: 'timestamp', description: 'when it was last pushed' },
    { name: 'bytes', type: 'int64', description: 'of all blobs that it leads to' },
    {
      name: 'unique_bytes',
      type: 'int64',
      description: 'of these, what no other tag of the registry leads to',
    },
  ],
  rows: tagRows,
};

function* tagRows(inventory: Inventory): Generator<Row> {
  for (const [row, { bytes, uniqueBytes }] of tagShares(inventory)) {
    if (row.entry !== 'directory') continue;
    yield [row.repository, row.tag, row.target_id, row.kind, row.modified_at, bytes, uniqueBytes];
  }
}

export const tagHistory: Table = {
  name: 'tag_history',
  description: 'What tags ever pointed to.',
  columns: [
    { name: 'repository', type: 'name', by: 'repository', description: 'the repository' },
    { name: 'tag', type: 'name', description: 'the tag' },
    { name: 'digest', type: 'digest', description: 'the manifest that it pointed to' },
    { name: 'modified_at', type: 'timestamp', description: 'when it was pushed there' },
    { name: 'is_current', type: 'boolean', description: 'true: it points there now' },
  ],
  rows: rowsOf(`SELECT repository_id, name, blob_id, tag_history.modified_at, blob_id IS target_id
    FROM tag_history JOIN tag ON tag.id = tag_id`),
};

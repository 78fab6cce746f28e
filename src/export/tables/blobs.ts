import { DIGEST } from '../../inventory/format/views.ts';
import { rowsOf, type Table } from './table.ts';

export const blobs: Table = {
  name: 'blobs',
  description: 'Blobs that are on the disk.',
  columns: [
    { name: 'digest', type: 'text', description: 'the digest' },
    { name: 'bytes', type: 'int64', description: "the length of the blob's file" },
    { name: 'modified_at', type: 'timestamp', description: 'when the file was last written to' },
    { name: 'state', type: 'text', description: '`tagged`, `untagged` or `unreferenced`' },
    { name: 'repositories', type: 'int64', description: 'how many repositories lead to it' },
  ],
  rows: rowsOf(`SELECT ${DIGEST('digest')}, bytes, modified_at,
    CASE state WHEN 2 THEN 'tagged' WHEN 1 THEN 'untagged' ELSE 'unreferenced' END, repositories
    FROM blob WHERE bytes IS NOT NULL`),
};

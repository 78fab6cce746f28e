import { rowsOf, type Table } from './table.ts';

export const repositories: Table = {
  name: 'repositories',
  description: 'Repositories with their sums.',
  columns: [
    { name: 'name', type: 'name', description: 'its path below `repositories`' },
    { name: 'tags', type: 'int64', description: 'how many tags it has' },
    { name: 'revisions', type: 'int64', description: 'how many revisions it has' },
    { name: 'layer_links', type: 'int64', description: 'how many layer links it has' },
    { name: 'bytes', type: 'int64', description: 'of all blobs that its tags and revisions lead to' },
    {
      name: 'unique_bytes',
      type: 'int64',
      description: 'of these, what no other repository of the registry leads to: what deleting it would free',
    },
    { name: 'shared_bytes', type: 'int64', description: 'the rest of `bytes`' },
    {
      name: 'fair_share_bytes',
      type: 'double',
      description:
        'each blob divided by the repositories that lead to it: with the unreferenced bytes these add up to all blobs',
    },
    { name: 'tagged_bytes', type: 'int64', description: 'of blobs that its tags lead to' },
    { name: 'untagged_bytes', type: 'int64', description: 'the rest of `bytes`' },
    { name: 'upload_bytes', type: 'int64', description: 'of its uploads' },
  ],
  rows: rowsOf(`SELECT name, tags, revisions, layer_links, bytes, unique_bytes, shared_bytes, fair_share_bytes,
    tagged_bytes, untagged_bytes, upload_bytes FROM repositories ORDER BY name`),
};

import { rowsOf, type Table } from './table.ts';

export const layerLinks: Table = {
  name: 'layer_links',
  description: 'Blobs that repositories let be pulled; a link keeps no blob.',
  columns: [
    { name: 'repository', type: 'name', by: 'repository', description: 'the repository' },
    { name: 'digest', type: 'digest', description: 'the blob' },
    {
      name: 'bytes',
      type: 'int64',
      nullable: true,
      by: 'storedBytes',
      description: 'its length; null where no blob is there',
    },
    { name: 'modified_at', type: 'timestamp', description: 'when it was linked' },
  ],
  rows: rowsOf('SELECT repository_id, blob_id, blob_id, modified_at FROM layer_link'),
};

export const uploads: Table = {
  name: 'uploads',
  description: 'Uploads that were begun and not finished.',
  columns: [
    { name: 'repository', type: 'name', by: 'repository', description: 'the repository' },
    { name: 'upload', type: 'name', description: 'the name of its directory' },
    { name: 'bytes', type: 'int64', description: 'of its files' },
    { name: 'files', type: 'int64', description: 'how many files it has' },
    {
      name: 'started_at',
      type: 'timestamp',
      nullable: true,
      description: 'when it was begun, where that is known',
    },
    { name: 'modified_at', type: 'timestamp', description: 'the newest time among its files' },
    {
      name: 'age_seconds',
      type: 'int64',
      nullable: true,
      description: 'how long before the scan it was begun; null where that is not known',
    },
  ],
  rows: rowsOf(`SELECT repository_id, name, bytes, files, started_at, modified_at,
      (scanned_at - started_at) / 1000000
    FROM upload JOIN scan`),
};

import type { Inventory } from '../../inventory/read/reader.ts';
import { type Row, TABLES_SCHEMA, type Table } from './table.ts';

export const scans: Table = {
  name: 'scans',
  description: 'The scan that everything beside it was taken from: one row.',
  columns: [
    { name: 'scan_id', type: 'text', description: "random, and no other scan's" },
    { name: 'stowage_schema', type: 'int64', description: 'what the tables and their columns are: 1' },
    { name: 'stowage_version', type: 'text', description: 'what wrote the inventory' },
    { name: 'volume', type: 'text', description: "the registry's root directory" },
    { name: 'scanned_at', type: 'timestamp', description: 'when the scan began' },
    { name: 'duration_ms', type: 'int64', description: 'how long it took' },
    { name: 'is_complete', type: 'boolean', description: 'false: something could not be read' },
    {
      name: 'is_undetermined',
      type: 'boolean',
      description: 'true: references may be missing, so an unreferenced blob may be none',
    },
    { name: 'blobs', type: 'int64', description: 'how many blobs are on the disk' },
    { name: 'blob_bytes', type: 'int64', description: 'of these, each file once' },
    { name: 'allocated_bytes', type: 'int64', description: 'of blobs, as the file system gave them' },
    { name: 'tagged_bytes', type: 'int64', description: 'of blobs that a tag leads to' },
    { name: 'untagged_bytes', type: 'int64', description: 'of blobs that no tag leads to, but a revision' },
    { name: 'unreferenced_bytes', type: 'int64', description: 'of blobs that neither leads to' },
    { name: 'upload_bytes', type: 'int64', description: 'of files of uploads' },
    { name: 'other_files', type: 'int64', description: 'files that are neither: links, strays' },
    { name: 'other_bytes', type: 'int64', description: 'of these' },
    { name: 'volume_bytes', type: 'int64', description: 'of all: blobs, uploads and others' },
    {
      name: 'filesystem_bytes',
      type: 'int64',
      nullable: true,
      description: 'size of the file system that holds the blobs',
    },
    {
      name: 'filesystem_available_bytes',
      type: 'int64',
      nullable: true,
      description: 'what of it an ordinary user may still fill',
    },
  ],
  rows: ({ scan }) => [rowOf(scan)],
};

function rowOf(scan: Inventory['scan']): Row {
  return [
    scan.id,
    TABLES_SCHEMA,
    scan.stowage_version,
    scan.volume,
    scan.scanned_at,
    scan.duration_ms,
    scan.is_complete,
    scan.is_undetermined,
    scan.blobs,
    scan.blob_bytes,
    scan.allocated_bytes,
    scan.tagged_bytes,
    scan.untagged_bytes,
    scan.unreferenced_bytes,
    scan.upload_bytes,
    scan.other_files,
    scan.other_bytes,
    scan.blob_bytes + scan.upload_bytes + scan.other_bytes,
    scan.filesystem_bytes,
    scan.filesystem_available_bytes,
  ];
}

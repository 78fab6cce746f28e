import { rowsOf, type Table } from './table.ts';

export const configs: Table = {
  name: 'configs',
  description: 'Configs of images, and what they say.',
  columns: [
    { name: 'digest', type: 'digest', description: 'its digest' },
    { name: 'bytes', type: 'int64', nullable: true, by: 'storedBytes', description: 'its length' },
    { name: 'created_at', type: 'timestamp', nullable: true, description: 'when the image was made' },
    { name: 'platform', type: 'text', nullable: true, description: 'as in `linux/arm64/v8`' },
    { name: 'source', type: 'text', nullable: true, description: 'label `org.opencontainers.image.source`' },
    { name: 'revision', type: 'text', nullable: true, description: 'the same of `...revision`' },
    { name: 'version', type: 'text', nullable: true, description: 'the same of `...version`' },
    { name: 'vendor', type: 'text', nullable: true, description: 'the same of `...vendor`' },
    { name: 'fault', type: 'text', nullable: true, description: 'why nothing is known of it' },
  ],
  rows: rowsOf(
    'SELECT blob_id, blob_id, created_at, platform, source, revision, version, vendor, fault FROM config',
  ),
};

export const layers: Table = {
  name: 'layers',
  description: 'Layers of images whose config tells what each was before it was compressed, in their order.',
  columns: [
    { name: 'manifest', type: 'text', repeats: true, description: 'the digest of the image' },
    { name: 'position', type: 'int64', description: 'from 0, the lowest first' },
    { name: 'digest', type: 'text', description: 'the layer' },
    { name: 'bytes', type: 'int64', nullable: true, description: 'its length; null where no blob is there' },
    { name: 'diff_id', type: 'text', description: 'the digest of what is compressed' },
    { name: 'created_by', type: 'text', nullable: true, description: 'the history line that made it' },
  ],
  rows: rowsOf('SELECT manifest, position, digest, bytes, diff_id, created_by FROM layers'),
};

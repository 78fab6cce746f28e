import { rowsOf, type Table } from './table.ts';

export const revisions: Table = {
  name: 'revisions',
  description: 'Manifests that repositories have.',
  columns: [
    { name: 'repository', type: 'name', by: 'repository', description: 'the repository' },
    { name: 'digest', type: 'digest', description: 'the manifest' },
    {
      name: 'kind',
      type: 'text',
      nullable: true,
      description: '`image`, `index`, `helm-chart`, ...; null where it was not read',
    },
    { name: 'modified_at', type: 'timestamp', description: 'when it was pushed' },
    { name: 'is_tagged', type: 'boolean', description: 'true: a tag of the same repository points to it' },
  ],
  rows: rowsOf(`SELECT repository_id, revision.blob_id, kind, modified_at,
      EXISTS (SELECT 1 FROM tag WHERE tag.repository_id = revision.repository_id AND tag.target_id = revision.target_id)
    FROM revision LEFT JOIN manifest ON manifest.blob_id = target_id`),
};

export const manifests: Table = {
  name: 'manifests',
  description: 'Blobs that were read as manifests.',
  columns: [
    { name: 'digest', type: 'digest', description: 'its digest' },
    {
      name: 'form',
      type: 'text',
      description: '`schema1`, `schema2`, `oci-image`, `index` or `unparsable`',
    },
    {
      name: 'kind',
      type: 'text',
      description: '`image`, `index`, `helm-chart`, `signature`, `attestation`, `sbom`, ...',
    },
    { name: 'media_type', type: 'text', nullable: true, by: 'mediaType', description: 'its media type' },
    {
      name: 'artifact_type',
      type: 'text',
      nullable: true,
      by: 'mediaType',
      description: 'its artifact type',
    },
    {
      name: 'config_media_type',
      type: 'text',
      nullable: true,
      by: 'mediaType',
      description: 'the media type of its config',
    },
    { name: 'subject', type: 'digest', nullable: true, description: 'the digest that it is attached to' },
    { name: 'fault_2x', type: 'text', nullable: true, description: 'why registry 2.7 and 2.8 refuse it' },
    { name: 'fault_3x', type: 'text', nullable: true, description: 'the same of registry 3' },
    { name: 'bytes', type: 'int64', nullable: true, description: 'its own length' },
    { name: 'annotations', type: 'text', nullable: true, description: 'its own, as JSON' },
  ],
  rows: rowsOf(`SELECT blob_id, form, kind, media_type_id, artifact_type_id, config_media_type_id, subject_id,
      fault_2x, fault_3x, bytes, annotations
    FROM manifest JOIN blob ON blob.id = blob_id`),
};

export const manifestReferences: Table = {
  name: 'manifest_references',
  description: 'What manifests refer to, in their order.',
  columns: [
    { name: 'manifest', type: 'digest', repeats: true, description: 'the digest of the manifest' },
    { name: 'position', type: 'int64', description: 'from 0' },
    { name: 'digest', type: 'digest', description: 'what it refers to' },
    {
      name: 'kind',
      type: 'text',
      description:
        '`config`, `layer`, `manifest` (of an index), or `guess` in a manifest that does not parse',
    },
    {
      name: 'descriptor_bytes',
      type: 'int64',
      nullable: true,
      description: 'the size that the manifest says',
    },
    {
      name: 'bytes_on_disk',
      type: 'int64',
      nullable: true,
      by: 'storedBytes',
      description: 'null where no blob is there',
    },
    {
      name: 'media_type',
      type: 'text',
      nullable: true,
      by: 'mediaType',
      description: 'the media type that the manifest says',
    },
    {
      name: 'platform',
      type: 'text',
      nullable: true,
      description: "of an index's manifest, as in `linux/arm64/v8`",
    },
    { name: 'annotations', type: 'text', nullable: true, description: 'of the descriptor, as JSON' },
    {
      name: 'is_foreign',
      type: 'boolean',
      description: 'true: it says where else to fetch it from, so that no blob need be here',
    },
  ],
  rows: rowsOf(`SELECT manifest_id, position, blob_id, kind, bytes, blob_id, media_type_id, platform, annotations,
      is_foreign
    FROM reference`),
};

/** The inventory's views: its tables spelled out for people, with digests and times as text. */

/** SQL for a time as text. */
export const TIME = (column: string) => `strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000000, 'unixepoch')`;
/** SQL for the text of a digest. */
export const DIGEST = (column: string) => `CASE
    WHEN ${column} IS NULL OR typeof(${column}) = 'text' THEN ${column}
    ELSE CASE length(${column}) WHEN 32 THEN 'sha256:' WHEN 48 THEN 'sha384:' ELSE 'sha512:' END || lower(hex(${column}))
  END`;
const STORED_BYTES = (blob: string) =>
  `coalesce(${blob}.bytes, (SELECT stored.bytes FROM alias JOIN blob AS stored ON stored.id = stored_id
    WHERE named_id = ${blob}.id ORDER BY stored.bytes DESC LIMIT 1))`;
const STATE = `CASE state WHEN 2 THEN 'tagged' WHEN 1 THEN 'untagged' WHEN 0 THEN 'unreferenced' END`;

/** SQL that makes them; the comments say what each is. */
export const VIEWS = `
-- Blobs that are on the disk. state: tagged, untagged or unreferenced; repositories: how many lead to it.
CREATE VIEW blobs AS
  SELECT ${DIGEST('digest')} AS digest, bytes, allocated_bytes, ${TIME('modified_at')} AS modified_at, ${STATE} AS state,
    repositories, id
  FROM blob WHERE bytes IS NOT NULL;

-- Repositories with their sums. bytes counts every blob that a repository's tags and revisions lead to, unique_bytes
-- those that no other leads to, fair_share_bytes each divided by the repositories that lead to it.
CREATE VIEW repositories AS
  SELECT name, tags, revisions, layer_links, bytes, unique_bytes, bytes - unique_bytes AS shared_bytes,
    fair_share_bytes, tagged_bytes, bytes - tagged_bytes AS untagged_bytes, upload_bytes, id
  FROM repository;

-- Tags and the manifests that they point to. digest is NULL where current/link says none, kind where the manifest was
-- not read.
CREATE VIEW tags AS
  SELECT repository.name AS repository, tag.name AS tag, ${DIGEST('blob.digest')} AS digest, manifest.kind,
    ${TIME('tag.modified_at')} AS modified_at, tag.id
  FROM tag JOIN repository ON repository.id = repository_id
    LEFT JOIN blob ON blob.id = target_id LEFT JOIN manifest ON manifest.blob_id = target_id
  WHERE tag.kind = 'directory';

-- What tags ever pointed to. is_current: 1 for what the tag points to now.
CREATE VIEW tag_histories AS
  SELECT repository.name AS repository, tag.name AS tag, ${DIGEST('blob.digest')} AS digest,
    ${TIME('tag_history.modified_at')} AS modified_at, tag_history.blob_id = tag.target_id AS is_current
  FROM tag_history JOIN tag ON tag.id = tag_id JOIN repository ON repository.id = repository_id
    JOIN blob ON blob.id = tag_history.blob_id;

-- Manifests that repositories have. is_tagged: 1 where a tag of the same repository points to it.
CREATE VIEW revisions AS
  SELECT repository.name AS repository, ${DIGEST('blob.digest')} AS digest, manifest.form, manifest.kind,
    ${TIME('revision.modified_at')} AS modified_at,
    EXISTS (SELECT 1 FROM tag WHERE tag.repository_id = revision.repository_id AND tag.target_id = revision.target_id)
      AS is_tagged
  FROM revision JOIN repository ON repository.id = repository_id JOIN blob ON blob.id = revision.blob_id
    LEFT JOIN manifest ON manifest.blob_id = revision.target_id;

-- Blobs that were read as manifests. subject: the digest it is attached to; fault_2x, fault_3x: why registry 2.7 and
-- 2.8, or 3, refuse it. annotations: as JSON.
CREATE VIEW manifests AS
  SELECT ${DIGEST('blob.digest')} AS digest, form, kind, media_type.name AS media_type,
    artifact_type.name AS artifact_type, config_type.name AS config_media_type, ${DIGEST('subject.digest')} AS subject,
    fault_2x, fault_3x, blob.bytes, annotations
  FROM manifest JOIN blob ON blob.id = blob_id
    LEFT JOIN media_type ON media_type.id = media_type_id
    LEFT JOIN media_type AS artifact_type ON artifact_type.id = artifact_type_id
    LEFT JOIN media_type AS config_type ON config_type.id = config_media_type_id
    LEFT JOIN blob AS subject ON subject.id = subject_id;

-- What manifests refer to, in their order. descriptor_bytes: the size that the manifest says; bytes_on_disk: NULL where
-- no blob is there.
CREATE VIEW manifest_references AS
  SELECT ${DIGEST('manifest.digest')} AS manifest, position, ${DIGEST('blob.digest')} AS digest, kind,
    reference.bytes AS descriptor_bytes, ${STORED_BYTES('blob')} AS bytes_on_disk, media_type.name AS media_type, platform,
    annotations, is_foreign
  FROM reference JOIN blob AS manifest ON manifest.id = manifest_id JOIN blob ON blob.id = reference.blob_id
    LEFT JOIN media_type ON media_type.id = media_type_id;

-- Configs of images: what they say of when, for what and from what an image was made. fault: why nothing is known of one.
CREATE VIEW configs AS
  SELECT ${DIGEST('blob.digest')} AS digest, blob.bytes, ${TIME('created_at')} AS created_at, platform, source, revision,
    version, vendor, fault
  FROM config JOIN blob ON blob.id = blob_id;

-- Layers of images whose config has a diff_id for each, in their order: diff_id is the digest of what is compressed,
-- created_by the history line that made it.
CREATE VIEW layers AS
  SELECT ${DIGEST('manifest.digest')} AS manifest, layer.position - 1 AS position, ${DIGEST('blob.digest')} AS digest,
    ${STORED_BYTES('blob')} AS bytes, 'sha256:' || lower(hex(substr(diff_ids, layer.position * 32 - 31, 32))) AS diff_id,
    (SELECT line FROM history_line WHERE id = history ->> (layer.position - 1)) AS created_by
  FROM manifest AS image JOIN reference AS of_config ON of_config.manifest_id = image.blob_id AND of_config.position = 0
    JOIN config ON config.blob_id = coalesce((SELECT blob_id FROM config WHERE blob_id = of_config.blob_id AND fault IS NULL),
      (SELECT min(blob_id) FROM alias JOIN config ON blob_id = stored_id AND fault IS NULL WHERE named_id = of_config.blob_id))
    JOIN reference AS layer ON layer.manifest_id = image.blob_id AND layer.kind = 'layer'
    JOIN blob AS manifest ON manifest.id = image.blob_id JOIN blob ON blob.id = layer.blob_id
  WHERE of_config.kind = 'config' AND length(diff_ids) = 32 * (
    SELECT count(*) FROM reference AS each WHERE each.manifest_id = image.blob_id AND each.kind = 'layer');

-- Blobs that repositories let be pulled. bytes: NULL where no blob is there.
CREATE VIEW layer_links AS
  SELECT repository.name AS repository, ${DIGEST('blob.digest')} AS digest, ${STORED_BYTES('blob')} AS bytes,
    ${TIME('layer_link.modified_at')} AS modified_at
  FROM layer_link JOIN repository ON repository.id = repository_id JOIN blob ON blob.id = layer_link.blob_id;

-- Digests of other algorithms that are other names of blobs.
CREATE VIEW aliases AS
  SELECT ${DIGEST('named.digest')} AS digest, ${DIGEST('stored.digest')} AS stored_digest, stored.bytes
  FROM alias JOIN blob AS named ON named.id = named_id JOIN blob AS stored ON stored.id = stored_id;

-- Uploads that were begun and not finished, with the bytes of their files.
CREATE VIEW uploads AS
  SELECT repository.name AS repository, upload.name AS upload, upload.bytes, upload.files,
    ${TIME('started_at')} AS started_at, ${TIME('modified_at')} AS modified_at
  FROM upload JOIN repository ON repository.id = repository_id;

-- What is not as the layout says. hides_references: 1 where what refers to blobs was lost.
CREATE VIEW problems AS
  SELECT code, path, repository.name AS repository, digest, detail, hides_references
  FROM problem LEFT JOIN repository ON repository.id = repository_id;
`;

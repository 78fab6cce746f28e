/**
 * The inventory's tables and views: a public format, documented in README.md. Base tables are compact (integer ids,
 * digests as bytes); the views spell everything out for people.
 *
 * Digests: a BLOB of 32 (sha256), 48 (sha384) or 64 bytes (sha512), or a TEXT where something that is no digest stands
 * in a digest's place. Names: TEXT, or a BLOB of their bytes where these are not UTF-8. Times: microseconds since 1970.
 * Paths are relative to the volume's root.
 */

/** In SQLite's `application_id`: "stow". */
export const APPLICATION_ID = 0x73746f77;

/** In SQLite's `user_version`. A reader refuses a newer one; an older inventory is rebuilt by the next scan. */
export const SCHEMA_VERSION = 4;

/** Values of `blob.state`. */
export const BLOB_STATES = ['unreferenced', 'untagged', 'tagged'] as const;
export type BlobState = (typeof BLOB_STATES)[number];

export const TABLES = `
CREATE TABLE scan (
  volume TEXT NOT NULL,
  stowage_version TEXT NOT NULL,
  scanned_at INTEGER NOT NULL,         -- when the scan began
  duration_ms INTEGER NOT NULL,
  newest_at INTEGER NOT NULL,          -- the newest time met in the volume
  is_complete INTEGER NOT NULL,        -- 0: something could not be read
  is_undetermined INTEGER NOT NULL,    -- 1: references may be missing, so an unreferenced blob may be none
  trusted_before INTEGER NOT NULL,     -- what has a later time may have changed unseen, and is read again
  reads_every_link INTEGER NOT NULL,   -- 1: scanned with --read-links all
  sizes_agree INTEGER NOT NULL,        -- 1: manifests say of blobs the sizes that they have; 0: one may not
  blobs_before INTEGER,                -- what the inventory before this one had, NULL where none was of this volume
  repositories_before INTEGER,
  has_cache_state INTEGER NOT NULL,    -- 1: a pull-through cache's scheduler-state.json is there, whatever is in it
  said_cache INTEGER,                  -- 1: said to be a pull-through cache, 0: said to be none; kept by later scans
  blobs INTEGER NOT NULL,
  blob_bytes INTEGER NOT NULL,
  allocated_bytes INTEGER NOT NULL,    -- of blobs, as the file system gave them
  tagged_bytes INTEGER NOT NULL,
  untagged_bytes INTEGER NOT NULL,
  unreferenced_bytes INTEGER NOT NULL,
  upload_bytes INTEGER NOT NULL,
  other_files INTEGER NOT NULL,
  other_bytes INTEGER NOT NULL
) STRICT;

-- Every digest the volume mentions. bytes is NULL where no blob is on the disk.
CREATE TABLE blob (
  id INTEGER PRIMARY KEY,
  digest ANY NOT NULL,
  bytes INTEGER,
  allocated_bytes INTEGER,
  modified_at INTEGER,
  changed_at INTEGER,                  -- when the inode was last changed, by writing or otherwise
  inode INTEGER,
  hard_link_of INTEGER,                -- the blob whose file this is too, and for which its bytes count
  named_elsewhere INTEGER,             -- 1: the file stays where the blob goes: it has a name that is no blob's,
                                       -- or the blob is a symlink to it
  state INTEGER,                       -- 2 tagged, 1 untagged, 0 unreferenced; NULL where bytes is
  repositories INTEGER NOT NULL        -- how many repositories' manifests lead to it
) STRICT;

CREATE TABLE media_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

-- Directories that hold _layers, _manifests or _uploads. Parts: absent, directory, file (anything else), unreadable.
CREATE TABLE repository (
  id INTEGER PRIMARY KEY,
  name ANY NOT NULL,
  layers TEXT NOT NULL,
  manifests TEXT NOT NULL,
  uploads TEXT NOT NULL,
  revisions_directory TEXT NOT NULL,
  tags_directory TEXT NOT NULL,
  tags INTEGER NOT NULL DEFAULT 0,
  revisions INTEGER NOT NULL DEFAULT 0,
  layer_links INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  unique_bytes INTEGER NOT NULL DEFAULT 0,
  fair_share_bytes REAL NOT NULL DEFAULT 0,
  tagged_bytes INTEGER NOT NULL DEFAULT 0,
  upload_bytes INTEGER NOT NULL DEFAULT 0,
  other_files INTEGER NOT NULL DEFAULT 0, -- link files, mostly
  other_bytes INTEGER NOT NULL DEFAULT 0,
  fingerprint INTEGER                  -- of all its files; NULL where the next scan reads it in any case
) STRICT;

-- Directories blobs/sha256/<xx> in which nothing is odd, and a fingerprint of all their blobs, for the next scan.
CREATE TABLE blob_prefix (path TEXT PRIMARY KEY, fingerprint INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- _manifests/revisions/<alg>/<hex>/link. blob_id is the directory's digest, target_id the link's.
-- content is kept where the two differ or the link says no digest (target_id is NULL then).
CREATE TABLE revision (
  repository_id INTEGER NOT NULL,
  blob_id INTEGER NOT NULL,
  target_id INTEGER,
  content BLOB,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (repository_id, blob_id)
) STRICT, WITHOUT ROWID;

-- _layers/<alg>/<hex>/link, as revision.
CREATE TABLE layer_link (
  repository_id INTEGER NOT NULL,
  blob_id INTEGER NOT NULL,
  target_id INTEGER,
  content BLOB,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (repository_id, blob_id)
) STRICT, WITHOUT ROWID;

-- Other names of blobs: a digest of another algorithm (named_id), and the sha256 that a layer link in its directory says,
-- in whatever repository (stored_id). What refers to the one leads to the other.
CREATE TABLE alias (
  named_id INTEGER NOT NULL,
  stored_id INTEGER NOT NULL,
  PRIMARY KEY (named_id, stored_id)
) STRICT, WITHOUT ROWID;

-- Entries of _manifests/tags. kind is directory for a tag; target_id is NULL where current/link says no digest,
-- content what it says then (NULL where there is none).
CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  repository_id INTEGER NOT NULL,
  name ANY NOT NULL,
  kind TEXT NOT NULL,
  target_id INTEGER,
  content BLOB,
  modified_at INTEGER NOT NULL
) STRICT;

-- _manifests/tags/<tag>/index/<alg>/<hex>/link: what the tag ever pointed to.
CREATE TABLE tag_history (
  tag_id INTEGER NOT NULL,
  blob_id INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (tag_id, blob_id)
) STRICT, WITHOUT ROWID;

-- Links elsewhere under revisions or _layers (place revision, layer), and damaged ones of a tag's index (tag-history).
CREATE TABLE odd_link (
  path ANY PRIMARY KEY,
  repository_id INTEGER NOT NULL,
  place TEXT NOT NULL,
  target_id INTEGER,
  content BLOB,
  modified_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Blobs that were read as manifests. fault_2x, fault_3x: why registry 2.7-2.8 or 3.x refuses it.
CREATE TABLE manifest (
  blob_id INTEGER PRIMARY KEY,
  form TEXT NOT NULL,                  -- schema1, schema2, oci-image, index, unparsable
  kind TEXT NOT NULL,                  -- image, index, helm-chart, signature, attestation, sbom, ...
  media_type_id INTEGER,
  artifact_type_id INTEGER,
  config_media_type_id INTEGER,
  subject_id INTEGER,                  -- the digest it is attached to; keeps nothing alive
  fault_2x TEXT,
  fault_3x TEXT
) STRICT;

-- What a manifest refers to, in its order. kind: config, layer, manifest (an index's child), guess (found by its looks
-- in a manifest that does not parse).
CREATE TABLE reference (
  manifest_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  blob_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  bytes INTEGER,
  media_type_id INTEGER,
  platform TEXT,
  annotations TEXT,
  is_foreign INTEGER NOT NULL,
  PRIMARY KEY (manifest_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
  id INTEGER PRIMARY KEY,
  repository_id INTEGER NOT NULL,
  name ANY NOT NULL,
  data_bytes INTEGER NOT NULL,         -- the length of the file data
  bytes INTEGER NOT NULL,              -- of its files, but for those that count as a blob or for another upload
  named_elsewhere_bytes INTEGER NOT NULL DEFAULT 0, -- of these, what stays where the upload goes
  files INTEGER NOT NULL,
  started_at INTEGER,
  started_at_text TEXT,
  modified_at INTEGER NOT NULL
) STRICT;

-- What is no part of the layout: one file, or a directory with all that is in it.
CREATE TABLE stray (
  path ANY PRIMARY KEY,
  kind TEXT NOT NULL,
  files INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  allocated_bytes INTEGER NOT NULL,
  modified_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is not as the layout says.
CREATE TABLE problem (
  code TEXT NOT NULL,
  path ANY NOT NULL,
  repository_id INTEGER,
  digest TEXT,
  detail TEXT,
  hides_references INTEGER NOT NULL,
  PRIMARY KEY (code, path)
) STRICT, WITHOUT ROWID;

-- A pull-through cache's scheduler-state.json. entry_type: 0 blob, 1 manifest.
CREATE TABLE scheduler_entry (key TEXT PRIMARY KEY, expires_at TEXT, entry_type INTEGER) STRICT, WITHOUT ROWID;

-- Columns of the largest tables once more, for stowage's own queries: 4 bytes a number, the lowest first; NULL is 0.
CREATE TABLE packed_column (
  of_table TEXT NOT NULL,
  of_column TEXT NOT NULL,
  numbers BLOB NOT NULL,
  PRIMARY KEY (of_table, of_column)
) STRICT;
`;

/** A link that does not just say the digest of its directory: a condition that partial indexes answer. */
export const IS_ODD_LINK = '(content IS NOT NULL OR target_id IS NOT blob_id)';

/** A manifest that some registry refuses. */
export const IS_REFUSED = '(fault_2x IS NOT NULL OR fault_3x IS NOT NULL)';

/** A digest that is none of sha256. */
const IS_NO_SHA256 = 'length(digest) <> 32';

/** A blob whose file has other names, but for the one for which its bytes count. */
export const IS_SHARED = '(hard_link_of IS NOT NULL OR named_elsewhere IS NOT NULL)';

/** A blob that no tag leads to. */
export const IS_NOT_TAGGED = 'state < 2';

/** Of what is rare: found without a look at every row, and so few that they are kept up to date meanwhile. */
export const PARTIAL_INDEXES = `
CREATE INDEX odd_revision ON revision (repository_id) WHERE ${IS_ODD_LINK};
CREATE INDEX odd_layer_link ON layer_link (repository_id) WHERE ${IS_ODD_LINK};
CREATE INDEX refused_manifest ON manifest (blob_id) WHERE ${IS_REFUSED};
CREATE INDEX absent_blob ON blob (id) WHERE bytes IS NULL;
CREATE INDEX other_digest ON blob (id) WHERE ${IS_NO_SHA256};
CREATE INDEX shared_blob ON blob (id, hard_link_of, named_elsewhere) WHERE ${IS_SHARED};
`;

/** Built after the rows: a third cheaper than keeping them up to date meanwhile. */
export const INDEXES = {
  tag: `
CREATE INDEX tag_by_repository ON tag (repository_id, name);
CREATE INDEX tag_by_target ON tag (target_id);
CREATE INDEX upload_by_repository ON upload (repository_id);
`,
  blob: `
CREATE UNIQUE INDEX blob_by_digest ON blob (digest);
-- Of what may go, with all that is asked of it.
CREATE INDEX garbage_blob ON blob (state, id, bytes, modified_at, digest) WHERE ${IS_NOT_TAGGED};
`,
};

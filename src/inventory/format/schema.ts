/**
 * The inventory's tables and views: a public format, documented in docs/inventory.md. Base tables are compact (integer ids,
 * digests as bytes); the views spell everything out for people.
 *
 * Digests: a BLOB of 32 (sha256), 48 (sha384) or 64 bytes (sha512), or a TEXT where something that is no digest stands
 * in a digest's place. Names: TEXT, or a BLOB of their bytes where these are not UTF-8. Times: microseconds since 1970.
 * Paths are relative to the volume's root.
 */

/** In SQLite's `application_id`: "stow". */
export const APPLICATION_ID = 0x73746f77;

/** In SQLite's `user_version`. A reader refuses a newer one; an older inventory is rebuilt by the next scan. */
export const SCHEMA_VERSION = 6;

/** Values of `blob.state`. */
export const BLOB_STATES = ['unreferenced', 'untagged', 'tagged'] as const;
export type BlobState = (typeof BLOB_STATES)[number];

/** SQL that makes the tables; its comments say what each table and column is. */
export const TABLES = `
-- The scan that made the inventory: one row.
CREATE TABLE scan (
  id TEXT NOT NULL,                    -- random, and no other scan's: what tells scans apart
  volume TEXT NOT NULL,                -- the registry's root directory
  stowage_version TEXT NOT NULL,       -- what wrote the inventory
  scanned_at INTEGER NOT NULL,         -- when the scan began
  duration_ms INTEGER NOT NULL,        -- how long it took, with the making of the inventory
  newest_at INTEGER NOT NULL,          -- the newest time met in the volume
  is_complete INTEGER NOT NULL,        -- 0: something could not be read
  is_undetermined INTEGER NOT NULL,    -- 1: references may be missing, so an unreferenced blob may be none
  trusted_before INTEGER NOT NULL,     -- what has a later time may have changed unseen, and is read again
  reads_every_link INTEGER NOT NULL,   -- 1: scanned with --read-links all
  reads_configs INTEGER NOT NULL,      -- 0: scanned with --no-configs, so that of configs only those are known that an
                                       -- earlier scan read
  sizes_agree INTEGER NOT NULL,        -- 1: manifests say of blobs the sizes that they have; 0: one may not
  blobs_before INTEGER,                -- what the inventory before this one had, NULL where none was of this volume
  repositories_before INTEGER,         -- the same of repositories
  has_cache_state INTEGER NOT NULL,    -- 1: a pull-through cache's scheduler-state.json is there, whatever is in it
  filesystem_bytes INTEGER,            -- size of the file system that holds the blobs, NULL where it does not say
  filesystem_available_bytes INTEGER,  -- what of it an ordinary user may still fill
  said_cache INTEGER,                  -- 1: said to be a pull-through cache, 0: said to be none; kept by later scans
  blobs INTEGER NOT NULL,              -- how many blobs are on the disk
  blob_bytes INTEGER NOT NULL,         -- of these, each file once: the sum of the three states
  allocated_bytes INTEGER NOT NULL,    -- of blobs, as the file system gave them
  tagged_bytes INTEGER NOT NULL,       -- of blobs that a tag leads to
  untagged_bytes INTEGER NOT NULL,     -- of blobs that no tag leads to, but a revision
  unreferenced_bytes INTEGER NOT NULL, -- of blobs that neither leads to
  upload_bytes INTEGER NOT NULL,       -- of files of uploads
  other_files INTEGER NOT NULL,        -- files that are neither a blob's data nor an upload's: links, strays
  other_bytes INTEGER NOT NULL         -- of these
) STRICT;

-- Every digest the volume mentions. bytes is NULL where no blob is on the disk.
CREATE TABLE blob (
  id INTEGER PRIMARY KEY,              -- what other tables call the digest by
  digest ANY NOT NULL,                 -- its bytes, or a TEXT that stands in a digest's place and is none
  bytes INTEGER,                       -- the length of the blob's file
  allocated_bytes INTEGER,             -- what the file system gave the file
  modified_at INTEGER,                 -- when the file was last written to
  changed_at INTEGER,                  -- when the inode was last changed, by writing or otherwise
  inode INTEGER,                       -- of the file
  hard_link_of INTEGER,                -- the blob whose file this is too, and for which its bytes count
  named_elsewhere INTEGER,             -- 1: the file stays where the blob goes: it has a name that is no blob's,
                                       -- or the blob is a symlink to it
  state INTEGER,                       -- 2 tagged, 1 untagged, 0 unreferenced; NULL where bytes is
  repositories INTEGER NOT NULL        -- how many repositories' manifests lead to it
) STRICT;

-- Media types that manifests have or name.
CREATE TABLE media_type (
  id INTEGER PRIMARY KEY,              -- what other tables call it by
  name TEXT NOT NULL                   -- as the manifest says it
) STRICT;

-- Directories that hold _layers, _manifests or _uploads. Parts: absent, directory, file (anything else), unreadable.
CREATE TABLE repository (
  id INTEGER PRIMARY KEY,              -- what other tables call it by
  name ANY NOT NULL,                   -- its path below repositories
  layers TEXT NOT NULL,                -- what _layers is
  manifests TEXT NOT NULL,             -- what _manifests is
  uploads TEXT NOT NULL,               -- what _uploads is
  revisions_directory TEXT NOT NULL,   -- what _manifests/revisions is
  tags_directory TEXT NOT NULL,        -- what _manifests/tags is
  tags INTEGER NOT NULL DEFAULT 0,     -- how many tags it has
  revisions INTEGER NOT NULL DEFAULT 0, -- how many revisions it has
  layer_links INTEGER NOT NULL DEFAULT 0, -- how many layer links it has
  bytes INTEGER NOT NULL DEFAULT 0,    -- of all blobs that its tags and revisions lead to
  unique_bytes INTEGER NOT NULL DEFAULT 0, -- of these, what no other repository leads to
  fair_share_bytes REAL NOT NULL DEFAULT 0, -- each blob divided by the repositories that lead to it
  tagged_bytes INTEGER NOT NULL DEFAULT 0, -- of all blobs that its tags lead to
  upload_bytes INTEGER NOT NULL DEFAULT 0, -- of its uploads
  other_files INTEGER NOT NULL DEFAULT 0, -- link files, mostly
  other_bytes INTEGER NOT NULL DEFAULT 0, -- of these
  fingerprint INTEGER                  -- of all its files; NULL where the next scan reads it in any case
) STRICT;

-- Directories blobs/sha256/<xx> in which nothing is odd, for the next scan.
CREATE TABLE blob_prefix (
  path TEXT PRIMARY KEY,               -- of the directory
  fingerprint INTEGER NOT NULL         -- of what stat says of all blobs in it
) STRICT, WITHOUT ROWID;

-- Manifests that a repository has: _manifests/revisions/<alg>/<hex>/link.
CREATE TABLE revision (
  repository_id INTEGER NOT NULL,      -- the repository
  blob_id INTEGER NOT NULL,            -- the digest that the link's directory is named for
  target_id INTEGER,                   -- the digest that the link says; NULL where it says none
  content BLOB,                        -- what stands in the link, where that is not just the directory's digest
  modified_at INTEGER NOT NULL,        -- when the link was last written to
  PRIMARY KEY (repository_id, blob_id)
) STRICT, WITHOUT ROWID;

-- Blobs that a repository lets be pulled: _layers/<alg>/<hex>/link.
CREATE TABLE layer_link (
  repository_id INTEGER NOT NULL,      -- the repository
  blob_id INTEGER NOT NULL,            -- the digest that the link's directory is named for
  target_id INTEGER,                   -- the digest that the link says, or the same where it was not read; NULL: none
  content BLOB,                        -- what stands in the link, where it was read and is not the directory's digest
  modified_at INTEGER NOT NULL,        -- when the link was last written to
  PRIMARY KEY (repository_id, blob_id)
) STRICT, WITHOUT ROWID;

-- Other names of blobs. What refers to the one leads to the other.
CREATE TABLE alias (
  named_id INTEGER NOT NULL,           -- a digest of another algorithm
  stored_id INTEGER NOT NULL,          -- the sha256 that a layer link in its directory says, in whatever repository
  PRIMARY KEY (named_id, stored_id)
) STRICT, WITHOUT ROWID;

-- Entries of _manifests/tags.
CREATE TABLE tag (
  id INTEGER PRIMARY KEY,              -- what other tables call it by
  repository_id INTEGER NOT NULL,      -- the repository
  name ANY NOT NULL,                   -- of the tag
  kind TEXT NOT NULL,                  -- directory for a tag; else what stands in its place: file, other, dangling, ...
  target_id INTEGER,                   -- the digest that current/link says; NULL where it says none
  content BLOB,                        -- what current/link says then; NULL where there is none
  modified_at INTEGER NOT NULL         -- when current/link, or what stands for the tag, was last written to
) STRICT;

-- What a tag ever pointed to: _manifests/tags/<tag>/index/<alg>/<hex>/link.
CREATE TABLE tag_history (
  tag_id INTEGER NOT NULL,             -- the tag
  blob_id INTEGER NOT NULL,            -- the digest that the link's directory is named for
  modified_at INTEGER NOT NULL,        -- when the link was last written to
  PRIMARY KEY (tag_id, blob_id)
) STRICT, WITHOUT ROWID;

-- Stray links, which stand where none belongs below revisions or _layers, and damaged links of a tag's history.
CREATE TABLE odd_link (
  path ANY PRIMARY KEY,                -- of the link's file
  repository_id INTEGER NOT NULL,      -- the repository
  place TEXT NOT NULL,                 -- below what it stands: revision, layer, tag-history
  target_id INTEGER,                   -- the digest that it says; NULL where it says none
  content BLOB,                        -- what stands in it; NULL where it could not be read
  modified_at INTEGER NOT NULL         -- when it was last written to
) STRICT, WITHOUT ROWID;

-- Blobs that were read as manifests.
CREATE TABLE manifest (
  blob_id INTEGER PRIMARY KEY,         -- its digest
  form TEXT NOT NULL,                  -- schema1, schema2, oci-image, index, unparsable
  kind TEXT NOT NULL,                  -- image, index, helm-chart, signature, attestation, sbom, ...; kaniko-cache for
                                       -- an image that is so by its tags
  media_type_id INTEGER,               -- its media type
  artifact_type_id INTEGER,            -- its artifact type
  config_media_type_id INTEGER,        -- the media type of its config
  subject_id INTEGER,                  -- the digest it is attached to; keeps nothing alive
  fault_2x TEXT,                       -- why registry 2.7 and 2.8 refuse it; NULL where they do not
  fault_3x TEXT,                       -- the same of registry 3
  annotations TEXT                     -- its own, as JSON; NULL where it has none
) STRICT;

-- What manifests refer to.
CREATE TABLE reference (
  manifest_id INTEGER NOT NULL,        -- the manifest's digest
  position INTEGER NOT NULL,           -- in the manifest's order, from 0
  blob_id INTEGER NOT NULL,            -- the digest that it refers to
  kind TEXT NOT NULL,                  -- config, layer, manifest (an index's child), guess (found by its looks in a
                                       -- manifest that does not parse)
  bytes INTEGER,                       -- the size that the descriptor says
  media_type_id INTEGER,               -- the media type that the descriptor says
  platform TEXT,                       -- of an index's child: os, architecture and variant
  annotations TEXT,                    -- of the descriptor, as JSON
  is_foreign INTEGER NOT NULL,         -- 1: the descriptor has urls to fetch it from, so that no blob need be here
  PRIMARY KEY (manifest_id, position)
) STRICT, WITHOUT ROWID;

-- Configs of images that were read, by the types docker and OCI give them. They are not hashed: what stands here is what
-- the bytes say. Texts of more than 1,024 characters are left out.
CREATE TABLE config (
  blob_id INTEGER PRIMARY KEY,         -- its digest
  fault TEXT,                          -- why nothing is known of it: too-large (more than 4 MiB), not-json, unreadable
  created_at INTEGER,                  -- when the image was made, as it says
  platform TEXT,                       -- os, architecture and variant
  source TEXT,                         -- its label org.opencontainers.image.source: where it was built from
  revision TEXT,                       -- the same of the label ...revision
  version TEXT,                        -- the same of the label ...version
  vendor TEXT,                         -- the same of the label ...vendor
  diff_ids BLOB,                       -- the sha256 of each layer before it was compressed, 32 bytes each, in order; NULL
                                       -- where one is missing or is none, or there are more than 1,000
  history TEXT                         -- JSON: for each of these the id of the history line that made the layer, 0 for
                                       -- none; NULL where there are not as many lines
) STRICT;

-- Lines of the history in configs, each once: what made a layer.
CREATE TABLE history_line (
  id INTEGER PRIMARY KEY,              -- what configs call it by
  sha256 BLOB NOT NULL,                -- of the line
  line TEXT NOT NULL                   -- its first 4,096 characters
) STRICT;

-- Uploads that were begun and not finished: directories below _uploads.
CREATE TABLE upload (
  id INTEGER PRIMARY KEY,              -- given by the scan
  repository_id INTEGER NOT NULL,      -- the repository
  name ANY NOT NULL,                   -- of the directory
  data_bytes INTEGER NOT NULL,         -- the length of the file data
  bytes INTEGER NOT NULL,              -- of its files, but for those that count as a blob or for another upload
  named_elsewhere_bytes INTEGER NOT NULL DEFAULT 0, -- of these, what stays where the upload goes
  files INTEGER NOT NULL,              -- how many files it has
  started_at INTEGER,                  -- when it was begun; NULL where the file startedat does not say
  started_at_text TEXT,                -- what stands in startedat; NULL where there is none
  modified_at INTEGER NOT NULL         -- the newest time among its files
) STRICT;

-- What is no part of the layout: one file, or a directory with all that is in it.
CREATE TABLE stray (
  path ANY PRIMARY KEY,                -- of the file or directory
  kind TEXT NOT NULL,                  -- file, directory, other (FIFO, socket, device), dangling, loop, not-followed
  files INTEGER NOT NULL,              -- how many files it is
  bytes INTEGER NOT NULL,              -- of these
  allocated_bytes INTEGER NOT NULL,    -- of these, as the file system gave them
  modified_at INTEGER NOT NULL         -- the newest time in it
) STRICT, WITHOUT ROWID;

-- What is not as the layout says.
CREATE TABLE problem (
  code TEXT NOT NULL,                  -- what kind of problem: codes never change
  path ANY NOT NULL,                   -- where
  repository_id INTEGER,               -- the repository, where it is one's
  digest TEXT,                         -- the digest, where it is about one
  detail TEXT,                         -- more of it, for people
  hides_references INTEGER NOT NULL,   -- 1: what refers to blobs was lost, so that an unreferenced one may be none
  PRIMARY KEY (code, path)
) STRICT, WITHOUT ROWID;

-- Entries of a pull-through cache's scheduler-state.json: what it is going to remove, and when.
CREATE TABLE scheduler_entry (
  key TEXT PRIMARY KEY,                -- <repository>@<digest>
  expires_at TEXT,                     -- as it stands there
  entry_type INTEGER                   -- 0 blob, 1 manifest
) STRICT, WITHOUT ROWID;

-- Columns of the largest tables once more, for stowage's own queries.
CREATE TABLE packed_column (
  of_table TEXT NOT NULL,              -- the table
  of_column TEXT NOT NULL,             -- the column
  numbers BLOB NOT NULL,               -- of all rows: 4 bytes a number, the lowest byte first; NULL is 0
  PRIMARY KEY (of_table, of_column)
) STRICT;
`;

/**
 * A deviant or damaged link: a row of `revision` or `layer_link` whose link says another digest than its directory, or
 * none. A condition that partial indexes answer.
 */
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

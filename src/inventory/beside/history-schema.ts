import { DIGEST, TIME } from '../format/views.ts';

/**
 * The tables and views of a history: a public format, documented in docs/inventory.md. Digests, names and times are
 * stored as in an inventory.
 */

/** In SQLite's `application_id`: "stoh". */
export const HISTORY_APPLICATION_ID = 0x73746f68;

/** In SQLite's `user_version`. A newer one is refused. */
export const HISTORY_VERSION = 1;

/** SQL that makes the tables; its comments say what each table and column is. */
export const HISTORY_TABLES = `
-- Scans whose inventory was published, or those that stand for them once records are thinned. What a scan counts and
-- adds up has the names that it has in an inventory.
CREATE TABLE scan (
  number INTEGER PRIMARY KEY,          -- in the order of the scans, whatever the clock said
  id TEXT NOT NULL UNIQUE,             -- the scan's, which its inventory holds too
  volume TEXT NOT NULL,                -- the registry's root directory
  stowage_version TEXT NOT NULL,       -- what scanned
  scanned_at INTEGER NOT NULL,         -- when the scan began
  duration_ms INTEGER NOT NULL,        -- how long it took
  begins TEXT,                         -- first: no scan before it; other-volume: fewer than half of the blobs in common
                                       -- with the one before; NULL: it was compared with what was known then
  is_complete INTEGER NOT NULL,        -- 0: something could not be read
  is_undetermined INTEGER NOT NULL,    -- 1: references may be missing
  is_sound INTEGER NOT NULL,           -- 1: all was read, nothing that was met can hide a tag or a repository, and both
                                       -- halves of the volume were there
  is_whole INTEGER NOT NULL,           -- 1: what it did not find is gone; 0: it is not sound, or more than half was gone
                                       -- at once, so that nothing is said to be gone
  knows_turnover INTEGER NOT NULL,     -- 1: the table turnover tells what came and went since the scan before
  filesystem_bytes INTEGER,            -- size of the file system that holds the blobs; NULL where it does not say
  filesystem_available_bytes INTEGER,  -- what of it an ordinary user may still fill
  blobs INTEGER NOT NULL,              -- how many blobs are on the disk
  blob_bytes INTEGER NOT NULL,         -- of these
  allocated_bytes INTEGER NOT NULL,    -- of these, as the file system gave them
  tagged_bytes INTEGER NOT NULL,       -- of blobs that a tag leads to
  untagged_bytes INTEGER NOT NULL,     -- of blobs that no tag leads to, but a revision
  unreferenced_bytes INTEGER NOT NULL, -- of blobs that neither leads to
  upload_bytes INTEGER NOT NULL,       -- of uploads
  other_files INTEGER NOT NULL,        -- files that are neither a blob's data nor an upload's
  other_bytes INTEGER NOT NULL,        -- of these
  repositories INTEGER NOT NULL,       -- how many there are
  tags INTEGER NOT NULL,               -- of all repositories
  revisions INTEGER NOT NULL,          -- of all repositories
  layer_links INTEGER NOT NULL,        -- of all repositories
  uploads INTEGER NOT NULL,            -- that were begun and not finished
  problems INTEGER NOT NULL            -- what is not as the layout says
) STRICT;

-- Names of repositories that there ever were.
CREATE TABLE repository (
  id INTEGER PRIMARY KEY,              -- what other tables call it by; not the id that an inventory gives it
  name ANY NOT NULL UNIQUE             -- its path below repositories
) STRICT;

-- What a repository took from a scan on, until its next row: values, where they changed.
CREATE TABLE account (
  repository_id INTEGER NOT NULL,      -- the repository
  scan INTEGER NOT NULL,               -- the scan that found it so
  is_there INTEGER NOT NULL,           -- 0: the repository is gone, and all else is 0
  bytes INTEGER NOT NULL,              -- of all blobs that its tags and revisions lead to
  unique_bytes INTEGER NOT NULL,       -- of these, what no other repository leads to
  fair_share_bytes REAL NOT NULL,      -- each blob divided by the repositories that lead to it
  tagged_bytes INTEGER NOT NULL,       -- of all blobs that its tags lead to
  upload_bytes INTEGER NOT NULL,       -- of its uploads
  tags INTEGER NOT NULL,               -- how many tags it has
  revisions INTEGER NOT NULL,          -- how many revisions it has
  layer_links INTEGER NOT NULL,        -- how many layer links it has
  PRIMARY KEY (repository_id, scan)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_by_scan ON account (scan);

-- How much came and went since the scan before, by repository. No row where nothing did, nor where the scan does not know
-- (knows_turnover), because the inventory of the scan before was not there or not whole. Where scans between the two were
-- thinned out, what came and went in each of them counts.
CREATE TABLE turnover (
  scan INTEGER NOT NULL,               -- the scan that found it so
  repository_id INTEGER NOT NULL,      -- the repository
  manifests_came INTEGER NOT NULL,     -- revisions that were not there
  manifest_bytes_came INTEGER NOT NULL, -- of these
  manifests_went INTEGER NOT NULL,     -- revisions that are not there any more
  manifest_bytes_went INTEGER NOT NULL, -- of these
  blobs_came INTEGER NOT NULL,         -- present blobs, manifests among them, that its tags and revisions did not lead to
  blob_bytes_came INTEGER NOT NULL,    -- of these
  blobs_went INTEGER NOT NULL,         -- those that they do not lead to any more, or that are not present any more
  blob_bytes_went INTEGER NOT NULL,    -- of these
  PRIMARY KEY (scan, repository_id)
) STRICT, WITHOUT ROWID;

-- What happened, in the order in which it was seen.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,              -- in that order
  scan INTEGER NOT NULL,               -- the scan that saw it, or the one that stands for that
  seen_at INTEGER NOT NULL,            -- when the scan that saw it began
  at INTEGER,                          -- when it happened, by the times on the disk; NULL where they do not say
  kind TEXT NOT NULL,                  -- repository-appeared, repository-went, tag-pushed, tag-moved, tag-removed,
                                       -- finding-began, finding-ended
  repository_id INTEGER,               -- the repository, where it is one's
  tag ANY,                             -- name of the tag
  from_digest ANY,                     -- what the tag pointed to; NULL where it was not there, or its link said none
  to_digest ANY,                       -- what it points to now
  via TEXT,                            -- what it pointed to in between, by its own history: digests, a JSON list
  finding TEXT,                        -- what began or ended: the id that check gives it
  path ANY,                            -- where, if at a path
  digest TEXT                          -- the digest that it is about, if any
) STRICT;
CREATE INDEX event_by_scan ON event (scan);
CREATE INDEX event_by_repository ON event (repository_id);
CREATE INDEX event_by_time ON event (seen_at);

-- Tags as they are known now: what the next scan compares with.
CREATE TABLE tag (
  repository_id INTEGER NOT NULL,      -- the repository
  name ANY NOT NULL,                   -- of the tag
  digest ANY,                          -- what it points to; NULL where its link says none
  modified_at INTEGER NOT NULL,        -- when its link was last written to
  PRIMARY KEY (repository_id, name)
) STRICT, WITHOUT ROWID;

-- Findings of corruption that are open.
CREATE TABLE finding (
  key TEXT PRIMARY KEY,                -- what tells it from others
  id TEXT NOT NULL,                    -- the id that check gives it
  repository_id INTEGER,               -- the repository, where it is one's
  tag ANY,                             -- the tag, where it is one's
  path ANY,                            -- where, if at a path
  digest TEXT,                         -- the digest that it is about, if any
  since INTEGER NOT NULL               -- when the first scan that found it began
) STRICT, WITHOUT ROWID;

-- Of the blobs of the last whole scan those with the lowest digests, which tell whether a volume is the same: all of
-- them, or 1,000.
CREATE TABLE sample (
  digest BLOB PRIMARY KEY              -- its bytes
) STRICT, WITHOUT ROWID;

-- What people said: one row.
CREATE TABLE setting (
  keep_events INTEGER NOT NULL         -- how long events of tags are kept, in microseconds
) STRICT;
`;

/** SQL that makes the views; the comments say what each is. */
export const HISTORY_VIEWS = `
-- Scans with their times as text.
CREATE VIEW scans AS
  SELECT number, id, ${TIME('scanned_at')} AS scanned_at, begins, is_whole, blobs, blob_bytes, tagged_bytes,
    untagged_bytes, unreferenced_bytes, upload_bytes, other_bytes, blob_bytes + upload_bytes + other_bytes AS volume_bytes,
    filesystem_bytes, filesystem_available_bytes, repositories, tags, revisions, volume
  FROM scan;

-- Events with the names of repositories, and digests and times as text.
CREATE VIEW events AS
  SELECT event.scan, ${TIME('seen_at')} AS seen_at, ${TIME('at')} AS at, kind, repository.name AS repository, tag,
    ${DIGEST('from_digest')} AS from_digest, ${DIGEST('to_digest')} AS to_digest, via, finding, path, digest, event.id
  FROM event LEFT JOIN repository ON repository.id = repository_id;

-- What repositories took, from each scan on that found it changed.
CREATE VIEW accounts AS
  SELECT account.scan, ${TIME('scanned_at')} AS scanned_at, name AS repository, is_there, bytes, unique_bytes,
    fair_share_bytes, account.tagged_bytes, bytes - account.tagged_bytes AS untagged_bytes, account.upload_bytes,
    account.tags, account.revisions
  FROM account JOIN repository ON repository.id = repository_id JOIN scan ON scan.number = account.scan;
`;

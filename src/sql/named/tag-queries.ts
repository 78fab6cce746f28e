import type { NamedQuery } from './named-query.ts';

/** After tags, and manifests that have none. */
export const TAG_QUERIES: Readonly<Record<string, NamedQuery>> = {
  'largest-tags': {
    title:
      'The tags that lead to the most bytes, however deep under an index; what tags share counts for each',
    parameters: { count: { meaning: 'how many', default: 20 } },
    sql: `
WITH RECURSIVE held (tag_id, blob_id) AS (
  SELECT id, target_id FROM tag WHERE kind = 'directory' AND target_id IS NOT NULL
  UNION
  SELECT tag_id, reference.blob_id FROM held JOIN reference ON manifest_id = held.blob_id
  UNION
  SELECT tag_id, stored_id FROM held JOIN alias ON named_id = held.blob_id
),
files AS (
  SELECT DISTINCT tag_id, coalesce(hard_link_of, id) AS file, bytes
  FROM held JOIN blob ON blob.id = blob_id
  WHERE bytes IS NOT NULL
)
SELECT repository, tag, count(*) AS files, sum(bytes) AS bytes, modified_at
FROM files JOIN tags ON tags.id = tag_id
GROUP BY tag_id
ORDER BY bytes DESC, repository, tag
LIMIT :count`,
  },

  'old-tags': {
    title: 'Tags that were pushed so many days before the scan or earlier, the oldest first',
    parameters: { days: { meaning: 'how old', default: 90 } },
    sql: `
SELECT tags.repository, tags.tag, tags.modified_at, (scanned_at - tag.modified_at) / 86400000000 AS days, tags.digest
FROM scan, tag JOIN tags ON tags.id = tag.id
WHERE scanned_at - tag.modified_at >= CAST(:days AS INTEGER) * 86400000000
ORDER BY tag.modified_at, tags.repository, tags.tag`,
  },

  'overwritten-tags': {
    title: 'Tags that were pushed again and again, and when last',
    parameters: { count: { meaning: 'how many', default: 20 } },
    sql: `
SELECT repository, tag, count(*) AS versions, max(modified_at) AS last_push
FROM tag_histories
GROUP BY repository, tag
HAVING versions > 1
ORDER BY versions DESC, repository, tag
LIMIT :count`,
  },

  'tags-of-digest': {
    title: 'The tags that lead to a digest, however deep it lies under an index',
    parameters: { digest: { meaning: 'sha256:... in full' } },
    sql: `
WITH RECURSIVE holder (id) AS (
  SELECT id FROM blob WHERE digest = unhex(substr(:digest, instr(:digest, ':') + 1))
  UNION
  SELECT manifest_id FROM holder JOIN reference ON blob_id = holder.id
  UNION
  SELECT named_id FROM holder JOIN alias ON stored_id = holder.id
)
SELECT tags.repository, tags.tag, tags.modified_at
FROM holder JOIN tag ON target_id = holder.id JOIN tags ON tags.id = tag.id
ORDER BY tags.repository, tags.tag`,
  },

  'broken-tags': {
    title: 'Tags that lack a blob: they cannot be pulled, or not for every platform',
    sql: `
WITH RECURSIVE held (tag_id, blob_id) AS (
  SELECT id, target_id FROM tag WHERE target_id IS NOT NULL
  UNION
  SELECT tag_id, reference.blob_id
  FROM held JOIN reference ON manifest_id = held.blob_id WHERE NOT is_foreign
  UNION
  SELECT tag_id, stored_id FROM held JOIN alias ON named_id = held.blob_id
)
SELECT tags.repository, tags.tag, CASE typeof(blob.digest)
    WHEN 'text' THEN blob.digest
    ELSE 'sha' || (length(blob.digest) * 8) || ':' || lower(hex(blob.digest))
  END AS missing
FROM held JOIN blob ON blob.id = held.blob_id AND blob.bytes IS NULL JOIN tags ON tags.id = tag_id
WHERE blob.id NOT IN (SELECT named_id FROM alias)
ORDER BY tags.repository, tags.tag, missing`,
  },

  platforms: {
    title: 'Tags of several platforms, and which these are',
    sql: `
SELECT tags.repository, tags.tag, count(*) AS manifests,
  group_concat(DISTINCT coalesce(platform, '?') ORDER BY platform) AS platforms
FROM tags JOIN tag ON tag.id = tags.id JOIN reference ON manifest_id = tag.target_id AND reference.kind = 'manifest'
GROUP BY tags.id
ORDER BY tags.repository, tags.tag`,
  },

  'untagged-manifests': {
    title: 'Manifests that no tag of any repository leads to, the oldest first: what was pushed over',
    sql: `
SELECT repository.name AS repository, blobs.digest, manifest.kind, blobs.bytes, blobs.modified_at
FROM revision
  JOIN repository ON repository.id = repository_id
  JOIN blobs ON blobs.id = revision.blob_id
  JOIN manifest ON manifest.blob_id = revision.blob_id
WHERE blobs.state = 'untagged'
ORDER BY blobs.modified_at, repository, blobs.digest`,
  },

  attached: {
    title: 'What is attached to tagged images by subject: signatures, SBOMs, attestations',
    sql: `
SELECT tags.repository, tags.tag, manifest.kind, blobs.digest, blobs.bytes
FROM manifest
  JOIN tag ON tag.target_id = subject_id
  JOIN tags ON tags.id = tag.id
  JOIN blobs ON blobs.id = blob_id
ORDER BY tags.repository, tags.tag, manifest.kind, blobs.digest`,
  },
};

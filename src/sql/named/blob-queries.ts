import type { NamedQuery } from './named-query.ts';

/** After blobs: what is large, what is shared, what nobody needs. */
export const BLOB_QUERIES: Readonly<Record<string, NamedQuery>> = {
  'largest-blobs': {
    title: 'The largest blobs, and how many repositories lead to them',
    parameters: { count: { meaning: 'how many', default: 20 } },
    sql: `
SELECT digest, bytes, state, repositories, modified_at
FROM blobs
ORDER BY bytes DESC, digest
LIMIT :count`,
  },

  'shared-blobs': {
    title: 'Blobs that save the most by being shared: what they would take if each repository had its own',
    parameters: { count: { meaning: 'how many', default: 20 } },
    sql: `
SELECT digest, bytes, repositories, bytes * (repositories - 1) AS saved
FROM blobs
WHERE repositories > 1
ORDER BY saved DESC, digest
LIMIT :count`,
  },

  'largest-layers': {
    title: 'The largest layers, and the line of a build that made them',
    parameters: { count: { meaning: 'how many', default: 20 } },
    sql: `
SELECT digest, bytes, count(DISTINCT manifest) AS images, min(created_by) AS created_by
FROM layers
GROUP BY digest
ORDER BY bytes DESC, digest
LIMIT :count`,
  },

  'pushed-by-month': {
    title: 'Blobs by the month in which they were pushed, and how much of them a tag still leads to',
    sql: `
SELECT substr(modified_at, 1, 7) AS month, count(*) AS blobs, sum(bytes) AS bytes,
  coalesce(sum(bytes) FILTER (WHERE state = 'tagged'), 0) AS still_tagged
FROM blobs
GROUP BY month
ORDER BY month`,
  },

  'garbage-by-repository': {
    title: 'Unreferenced blobs by the repositories that still link to them, which tells who left them',
    sql: `
SELECT repository.name AS repository, count(*) AS blobs, sum(blob.bytes) AS bytes
FROM blob
  JOIN layer_link ON layer_link.blob_id = blob.id
  JOIN repository ON repository.id = repository_id
WHERE blob.state = 0
GROUP BY repository
ORDER BY bytes DESC, repository`,
  },

  'media-types': {
    title: 'Manifests by kind and media type, with the bytes of the manifests themselves',
    sql: `
SELECT kind, coalesce(artifact_type, config_media_type) AS type, media_type, count(*) AS manifests, sum(bytes) AS bytes
FROM manifests
GROUP BY kind, type, media_type
ORDER BY manifests DESC, kind, type, media_type`,
  },
};

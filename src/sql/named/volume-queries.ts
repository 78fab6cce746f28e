import type { NamedQuery } from './named-query.ts';

/** After what else lies on a volume, and what scans saw of it in time. */
export const VOLUME_QUERIES: Readonly<Record<string, NamedQuery>> = {
  uploads: {
    title: 'Uploads that were never finished, the oldest first',
    parameters: { days: { meaning: 'begun so many days before the scan; 0 for all', default: 0 } },
    sql: `
SELECT repository.name AS repository, upload.name AS upload, upload.bytes,
  strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(started_at, upload.modified_at) / 1000000, 'unixepoch') AS since
FROM scan, upload JOIN repository ON repository.id = repository_id
WHERE CAST(:days AS INTEGER) = 0
  OR scanned_at - coalesce(started_at, upload.modified_at) >= CAST(:days AS INTEGER) * 86400000000
ORDER BY since, repository, upload`,
  },

  problems: {
    title: 'What is not as the layout says, by kind, with one path of each',
    sql: `
SELECT code, count(*) AS places, sum(hides_references) AS hide_references, min(path) AS for_example
FROM problems
GROUP BY code
ORDER BY places DESC, code`,
  },

  growth: {
    title: 'What each scan found, and how much more than the one before',
    sql: `
SELECT number, scanned_at, volume_bytes,
  volume_bytes - lag(volume_bytes) OVER (ORDER BY number) AS grew, blobs, repositories, tags
FROM history.scans
ORDER BY number`,
  },

  'busiest-repositories': {
    title: 'Repositories by how often their tags were pushed or moved, as scans saw it',
    parameters: {
      days: { meaning: 'in so many days before the last scan', default: 30 },
      count: { meaning: 'how many', default: 20 },
    },
    sql: `
SELECT repository.name AS repository, count(*) AS pushes, count(DISTINCT tag) AS tags,
  strftime('%Y-%m-%dT%H:%M:%SZ', max(seen_at) / 1000000, 'unixepoch') AS last_seen
FROM history.event JOIN history.repository ON repository.id = repository_id
WHERE kind IN ('tag-pushed', 'tag-moved')
  AND seen_at >= (SELECT max(scanned_at) FROM history.scan) - CAST(:days AS INTEGER) * 86400000000
GROUP BY repository.id
ORDER BY pushes DESC, repository
LIMIT :count`,
  },
};

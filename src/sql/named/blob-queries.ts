import type { NamedQuery } from './named-query.ts';

/** After blobs. */
export const BLOB_QUERIES: Readonly<Record<string, NamedQuery>> = {
  'largest-blobs': {
    title: 'The largest blobs, and how many repositories lead to them',
    parameters: { count: { meaning: 'how many', default: 20 } },
    sql: `
SELECT digest, bytes, state, repositories, modified_at
FROM blobs ORDER BY bytes DESC, digest LIMIT :count;`,
  },
};

import { BLOB_QUERIES } from './blob-queries.ts';
import type { NamedQuery } from './named-query.ts';
import { TAG_QUERIES } from './tag-queries.ts';
import { VOLUME_QUERIES } from './volume-queries.ts';

/** The queries of ours, by the names that they are called by. */
export const NAMED_QUERIES: Readonly<Record<string, NamedQuery>> = {
  ...BLOB_QUERIES,
  ...TAG_QUERIES,
  ...VOLUME_QUERIES,
};

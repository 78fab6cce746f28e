import { BLOB_DATA } from './blob-data.ts';
import { COLLECTIONS } from './collections.ts';
import { DELETIONS } from './deletions.ts';
import { LINK_CHANGES } from './links.ts';
import { MOVES } from './moves.ts';
import type { Doing } from './operation.ts';
import { PUSHES } from './pushes.ts';
import { REMOVALS } from './removals.ts';
import { STRAYS } from './strays.ts';
import { SURROUNDINGS } from './surroundings.ts';
import { UPLOADS } from './uploads.ts';

/** Everything that clients, registries, collectors, people and disks do to a volume. */
export const OPERATIONS: Readonly<Record<string, Doing>> = {
  ...PUSHES,
  ...DELETIONS,
  ...COLLECTIONS,
  ...REMOVALS,
  ...BLOB_DATA,
  ...LINK_CHANGES,
  ...STRAYS,
  ...UPLOADS,
  ...MOVES,
  ...SURROUNDINGS,
};

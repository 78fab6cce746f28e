import type { Inventory } from '../../inventory/read/reader.ts';
import { BLOBS, REPOSITORIES } from '../../registry/layout.ts';

/** A half of a volume in which there is nothing, though the other half says that there should be. */
export interface MissingHalf {
  /** Relative to the volume's root: `blobs`, its `sha256`, or `repositories`. */
  readonly path: string;
  readonly half: 'blobs' | 'repositories';
  /** How it is, as the rest of a sentence that begins with its path. */
  readonly how: string;
}

/**
 * The halves that are not there. A disk that is not mounted leaves an empty directory, none at all, or a symlink that
 * leads nowhere, and a registry whose last repository was removed on purpose looks the same.
 */
export function findMissingHalves(inventory: Inventory): readonly MissingHalf[] {
  return [findRepositories(inventory), findBlobs(inventory)].filter((half) => half !== undefined);
}

/** No scan finds a repository where there is none; a push makes one before its first blob. */
function findRepositories({ database, scan }: Inventory): MissingHalf | undefined {
  const has = (sql: string) => database.prepare(`SELECT EXISTS (${sql})`).pluck().get() === 1;
  if (has('SELECT 1 FROM repository')) return undefined;
  const how = stateOf(database, REPOSITORIES);
  if (how === 'hidden' || (scan.blobs === 0 && how === 'empty')) return undefined;
  return { path: REPOSITORIES, half: 'repositories', how: TEXTS[how] };
}

/** Collectors leave the directories above the blobs that they take: where there are some, blobs are gone one by one. */
function findBlobs({ database, scan }: Inventory): MissingHalf | undefined {
  const has = (sql: string) => database.prepare(`SELECT EXISTS (${sql})`).pluck().get() === 1;
  if (scan.blobs > 0 && has('SELECT 1 FROM blob WHERE bytes IS NOT NULL AND length(digest) = 32'))
    return undefined;
  const isMet = `SELECT 1 FROM blob_prefix UNION ALL
    SELECT 1 FROM problem WHERE code LIKE 'blob-%' AND CAST(path AS TEXT) GLOB '${BLOBS}/sha256/[0-9a-f][0-9a-f]/*'`;
  if (has(isMet)) return undefined;
  const [whole, sha256] = [stateOf(database, BLOBS), stateOf(database, `${BLOBS}/sha256`)];
  if (whole === 'hidden' || sha256 === 'hidden') return undefined;
  const how = whole === 'empty' ? sha256 : whole;
  const isNamed = has(
    'SELECT 1 FROM revision UNION ALL SELECT 1 FROM layer_link UNION ALL SELECT 1 FROM tag WHERE target_id IS NOT NULL',
  );
  if (!isNamed && how !== 'dangling') return undefined;
  const isPart = whole === 'empty' && (sha256 !== 'empty' || scan.blobs > 0);
  if (!isPart) return { path: BLOBS, half: 'blobs', how: TEXTS[how] };
  const text = sha256 === 'empty' ? 'is not there, or empty' : TEXTS[sha256];
  return { path: `${BLOBS}/sha256`, half: 'blobs', how: text };
}

const TEXTS = {
  absent: 'is not there',
  dangling: 'is a symlink that leads nowhere',
  file: 'is no directory',
  empty: 'is empty',
} as const;

/** `hidden`: something is there, and could not be read or was not to be followed. */
function stateOf(database: Inventory['database'], path: string): keyof typeof TEXTS | 'hidden' {
  const codes = new Set(database.prepare('SELECT code FROM problem WHERE path = ?').pluck().all(path));
  if (codes.has('unreadable') || codes.has('not-followed')) return 'hidden';
  if (codes.has('missing-directory')) return 'absent';
  if (codes.has('symlink-dangling')) return 'dangling';
  return codes.has('stray') ? 'file' : 'empty';
}

import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { UsageError } from '../../errors.ts';
import { type Share, shareOut } from '../../graph/shares.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { readPastedName } from '../../registry/pasted-name.ts';
import {
  matchAmong,
  parseRepositoryPattern,
  type RepositoryPattern,
} from '../../registry/repository-pattern.ts';
import { type StoredName, toName } from '../names.ts';
import { nearOrListed, nearPatterns } from '../reference/near-names.ts';
import { visitRepositories } from './visit-repositories.ts';

/** What the repositories that match take together, in bytes. */
export interface MatchedUsage {
  readonly repositories: number;
  readonly tags: number;
  readonly revisions: number;
  /** What several of them share counts once. */
  readonly bytes: number;
  /** What deleting all of them, and collecting, would free. */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** The sum of theirs among all repositories. */
  readonly fairShareBytes: number;
  readonly taggedBytes: number;
  readonly untaggedBytes: number;
  readonly uploadBytes: number;
}

/**
 * The ids of the repositories that match one of some patterns.
 * @throws UsageError for what is no pattern, and where none matches.
 */
export function matchRepositories({ database }: Inventory, patterns: readonly string[]): Set<number> {
  const parsed = patterns.map(patternOf);
  const rows = database.prepare<[], NamedRow>('SELECT id, name FROM repository').all();
  const names = rows.map(({ name }) => toName(name).name);
  const matches = parsed.map((pattern) => matchAmong(pattern, names));
  const matching = rows.filter((_, at) => matches.some((match) => match(names[at] as string)));
  if (matching.length > 0) return new Set(matching.map(({ id }) => id));
  const all = patterns.map((pattern) => `'${pattern}'`).join(' or ');
  const near = patterns.flatMap((pattern) => nearPatterns(readPastedName(pattern).name, names));
  throw new UsageError(`No repository matches ${all}${nearOrListed(near, 'stowage ls')}`);
}

function patternOf(text: string): RepositoryPattern {
  const pattern = parseRepositoryPattern(text);
  if ('fault' in pattern) throw new UsageError(`--match '${text}' is no pattern: ${pattern.fault}.`);
  if (pattern.tag === undefined) return pattern;
  throw new UsageError(`--match '${text}' names a tag: expected a repository or a pattern such as 'team/*'.`);
}

interface NamedRow {
  readonly id: number;
  readonly name: StoredName;
}

/** Adds up what some repositories take together. */
export function usageOfMatched(inventory: Inventory, ids: ReadonlySet<number>): MatchedUsage {
  const rows = inventory.database.prepare<[string], SumRow>(SUMS_SQL).get(JSON.stringify([...ids])) as SumRow;
  const { bytes, uniqueBytes, taggedBytes } = shareOf(contentsOf(inventory), ids);
  return {
    repositories: ids.size,
    tags: rows.tags,
    revisions: rows.revisions,
    bytes,
    uniqueBytes,
    sharedBytes: bytes - uniqueBytes,
    fairShareBytes: rows.fairShareBytes,
    taggedBytes,
    untaggedBytes: bytes - taggedBytes,
    uploadBytes: rows.uploadBytes,
  };
}

interface SumRow {
  readonly tags: number;
  readonly revisions: number;
  readonly fairShareBytes: number;
  readonly uploadBytes: number;
}

/** In an order that does not hang on ids: sums of fractions differ with it in their last bit. */
const SUMS_SQL = `SELECT sum(tags) AS tags, sum(revisions) AS revisions,
    sum(fair_share_bytes ORDER BY name) AS fairShareBytes, sum(upload_bytes) AS uploadBytes
  FROM repository WHERE id IN (SELECT value FROM json_each(?))`;

/** Among two groups: those repositories, and all others. */
function shareOf(contents: Contents, ids: ReadonlySet<number>) {
  const { sized } = contents.blobs;
  const others = contents.repositories.flatMap(({ id }) => (ids.has(id) ? [] : [id]));
  const visit = visitRepositories(contents, (group) => (group === 1 ? ids : others));
  const { bytes, uniqueBytes } = shareOut(visit.all, 2, sized)[1] as Share;
  let taggedBytes = 0;
  sized.files.visitOnce(visit.tagged)(1, (blob) => {
    taggedBytes += sized.bytesOf(blob);
  });
  return { bytes, uniqueBytes, taggedBytes };
}

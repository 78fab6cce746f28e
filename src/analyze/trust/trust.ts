import type { Inventory } from '../../inventory/read/reader.ts';
import { namedAs, type StoredName } from '../names.ts';
import { findMissingHalves, type MissingHalf } from './missing-halves.ts';
import { describeTagless, findTagsElsewhere, type TaglessRepositories } from './tags-elsewhere.ts';

/** Why bytes that seem free may be in use. */
export interface Caveat {
  readonly code:
    | 'half-missing'
    | 'metadata-elsewhere'
    | 'references-hidden'
    | 'tags-elsewhere'
    | 'tags-damaged';
  /** What is undetermined: all that could go, or only what `untagged` manifests hold. */
  readonly of: 'all' | 'untagged';
  readonly message: string;
  /** The first place, relative to the volume's root. */
  readonly path?: string;
  readonly pathBase64?: string;
}

/** How sure an answer is. */
export interface Certainty {
  readonly undetermined: boolean;
  /** Why it is undetermined; only where it is. */
  readonly caveats?: readonly Caveat[];
}

/** What kind of volume it is, and how far what it says of references may be trusted. */
export interface Trust {
  /** A pull-through cache: what is missing there is fetched when it is asked for. */
  readonly isCache: boolean;
  readonly missingHalves: readonly MissingHalf[];
  /** GitLab's lock, where tags and manifests are in its database. */
  readonly metadataElsewhere: string | undefined;
  /** Where tags seem to be in a database. */
  readonly tagsElsewhere: TaglessRepositories | undefined;
  /** The gravest first. */
  readonly caveats: readonly Caveat[];
}

/** Decides how far a volume may be trusted: the one place, for every answer that calls bytes free. */
export function trustIn(inventory: Inventory): Trust {
  const { database, scan } = inventory;
  const isCache = (scan.said_cache ?? scan.has_cache_state) === 1;
  const missingHalves = findMissingHalves(inventory);
  const lock = `SELECT CAST(path AS TEXT) FROM problem WHERE code = 'metadata-elsewhere'`;
  const metadataElsewhere = database.prepare<[], string>(lock).pluck().get();
  // A cache writes tags as it is asked for them, and has no other place for them.
  const tagsElsewhere = isCache || metadataElsewhere !== undefined ? undefined : findTagsElsewhere(inventory);
  const caveats = [
    ...missingHalves.map(describeHalf),
    ...(metadataElsewhere === undefined ? [] : [describeLock(metadataElsewhere)]),
    ...findHidden(inventory, missingHalves),
    ...(tagsElsewhere === undefined ? [] : [describeTagsElsewhere(tagsElsewhere)]),
    ...findDamagedTags(inventory),
  ];
  return { isCache, missingHalves, metadataElsewhere, tagsElsewhere, caveats };
}

/** Whether a sum may hold what is in use, and why: of all that could go, or of unreferenced blobs alone. */
export function certaintyOf(trust: Trust, withUntagged: boolean): Certainty {
  const caveats = trust.caveats.filter((each) => withUntagged || each.of === 'all');
  return caveats.length === 0 ? { undetermined: false } : { undetermined: true, caveats };
}

/** True where half of the volume is not there, so that no sum says anything. */
export function isHalfMissing({ caveats = [] }: Pick<Certainty, 'caveats'>): boolean {
  return caveats.some(({ code }) => code === 'half-missing');
}

function describeHalf({ path, half, how }: MissingHalf): Caveat {
  const other =
    half === 'blobs' ? 'so what manifests refer to is unknown' : 'so who refers to blobs is unknown';
  return {
    code: 'half-missing',
    of: 'all',
    message: `Is the disk of ${path} mounted? It ${how}, ${other}.`,
    path,
  };
}

function describeLock(path: string): Caveat {
  const message = 'GitLab keeps tags and manifests in its database: what the volume says of them is stale.';
  return { code: 'metadata-elsewhere', of: 'all', message, path };
}

function describeTagsElsewhere(tagless: TaglessRepositories): Caveat {
  const message = `${describeTagless(tagless)}: what seems untagged may be tagged there.`;
  return { code: 'tags-elsewhere', of: 'untagged', message };
}

/** What could not be read, and plain files where the directories of references belong. */
function findHidden({ database }: Inventory, halves: readonly MissingHalf[]): Caveat[] {
  const places = database
    .prepare<[string], StoredName>(HIDDEN_SQL)
    .pluck()
    .all(JSON.stringify(halves.map(({ path }) => path)));
  const [first] = places;
  if (first === undefined) return [];
  const what = places.length === 1 ? 'A source of references' : `${places.length} sources of references`;
  const message = `${what} could not be read, so what seems unreferenced may be in use.`;
  return [{ code: 'references-hidden', of: 'all', message, ...namedAs('path', first) }];
}

const HIDDEN_SQL = `SELECT path FROM problem
  WHERE hides_references = 1 AND code <> 'metadata-elsewhere' AND path NOT IN (SELECT value FROM json_each(?))
  UNION SELECT path FROM problem WHERE code = 'repository-part-not-a-directory' AND CAST(path AS TEXT) GLOB '*/_manifests'
  UNION SELECT path FROM stray WHERE kind <> 'directory' AND CAST(path AS TEXT) GLOB '*/_manifests/revisions'
  ORDER BY path`;

/** A registry that can read such a link, or a hand that mends it, may find that it points to what seems untagged. */
function findDamagedTags({ database }: Inventory): Caveat[] {
  const places = database.prepare<[], StoredName>(DAMAGED_TAGS_SQL).pluck().all();
  const [first] = places;
  if (first === undefined) return [];
  const what = places.length === 1 ? 'The link of a tag is' : `The links of ${places.length} tags are`;
  const message = `${what} damaged: what seems untagged may be tagged.`;
  return [{ code: 'tags-damaged', of: 'untagged', message, ...namedAs('path', first) }];
}

const DAMAGED_TAGS_SQL = `SELECT path FROM problem
  WHERE code IN ('link-empty', 'link-malformed', 'link-not-a-file')
    AND CAST(path AS TEXT) GLOB '*/_manifests/tags/*/current/link'
  UNION SELECT path FROM stray WHERE kind <> 'directory' AND CAST(path AS TEXT) GLOB '*/_manifests/tags'
  ORDER BY path`;

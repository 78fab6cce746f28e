import type { Database } from '../inventory/format/sqlite.ts';
import { blobDataPath, REPOSITORIES } from '../registry/layout.ts';
import { once } from './once.ts';

/** What was not read: how many things for each cause. */
interface UnreadCause {
  readonly code: 'unreadable' | 'not-followed';
  /** The error's code, where it could not be read. */
  readonly detail: string | null;
  readonly count: number;
}

/** What is not as the layout says, by path: what a registry comes upon on its way. Paths are relative to the volume's root. */
export class Problems {
  readonly #database: Database;
  readonly #obstacles = once(() => this.#paths(OBSTACLES_SQL));
  readonly #damagedHistories = once(() => this.#paths(DAMAGED_HISTORIES_SQL));
  readonly #tooLarge = once(() => this.#paths(TOO_LARGE_SQL));
  readonly #unread = once(() => new UnreadPaths(this.#paths(UNREAD_SQL)));

  constructor(database: Database) {
    this.#database = database;
  }

  /** False on a healthy volume: then there is no need to spell out a path to ask for one. */
  get hasObstacles(): boolean {
    return this.#obstacles().size > 0;
  }

  /**
   * What keeps a registry from opening a file: a plain file in place of a directory, the reverse, or a symlink to itself.
   * It can neither open what is behind that nor call it absent.
   */
  obstacle(path: string): string | undefined {
    const obstacles = this.#obstacles();
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = path.slice(0, end);
      if (obstacles.has(above)) return above;
    }
    return undefined;
  }

  /** What the scan could not read, or did not follow. */
  get unread(): UnreadPaths {
    return this.#unread();
  }

  /** Of what the scan could not read, but for uploads, which no collector reads. */
  unreadCauses(): UnreadCause[] {
    return this.#database.prepare<[], UnreadCause>(CAUSES_SQL).all();
  }

  /** Paths of links in tags' histories that say something else than the directory they stand in. */
  get damagedHistories(): ReadonlySet<string> {
    return this.#damagedHistories();
  }

  /** True for the digest of a manifest that is too large for a registry to read. */
  isTooLarge(digest: () => string): boolean {
    const tooLarge = this.#tooLarge();
    return tooLarge.size > 0 && tooLarge.has(digest());
  }

  /** True for a directory that every volume has, where it is not there; a symlink that leads nowhere is no path to a registry. */
  isMissing(directory: string): boolean {
    return this.#has(
      `SELECT 1 FROM problem WHERE code IN ('missing-directory', 'symlink-dangling') AND path = @path`,
      directory,
    );
  }

  /** True where a plain file stands that is no part of the layout. */
  isStrayFile(path: string): boolean {
    return this.#has(`SELECT 1 FROM stray WHERE kind = 'file' AND path = @path`, path);
  }

  /** True where there is a problem with a path, or with something below it. */
  isWithin(path: string): boolean {
    return this.#has(
      `SELECT 1 FROM problem WHERE path = @path OR path > @path || '/' AND path < @path || '0'`,
      path,
    );
  }

  /** Symlinks that lead back to where they stand, sorted. */
  symlinkLoops(): string[] {
    return this.#sorted(`SELECT CAST(path AS TEXT) FROM problem WHERE code = 'symlink-loop' ORDER BY path`);
  }

  /** Regular files named `data` below `blobs/` where no blob belongs, sorted. */
  misplacedBlobs(): string[] {
    return this.#sorted(`SELECT path FROM problem WHERE code = 'blob-misplaced' ORDER BY path`);
  }

  /** Plain files below `repositories/` that are no part of the layout, sorted. */
  strayFilesOfRepositories(): string[] {
    return this.#sorted(`SELECT path FROM stray WHERE kind = 'file' AND path GLOB '${REPOSITORIES}/*'`);
  }

  #paths(sql: string): Set<string> {
    return new Set(this.#database.prepare<[], string>(sql).pluck().iterate());
  }

  #sorted(sql: string): string[] {
    return this.#database.prepare<[], string | Buffer>(sql).pluck().all().map(String);
  }

  #has(sql: string, path: string): boolean {
    return this.#database.prepare<[{ path: string }], number>(sql).get({ path }) !== undefined;
  }
}

const OBSTACLES_SQL = `SELECT CAST(path AS TEXT) FROM stray WHERE kind = 'file'
  UNION SELECT CAST(path AS TEXT) FROM problem WHERE code = 'repository-part-not-a-directory'
    OR code = 'link-not-a-file' AND detail <> 'dangling'
    OR code = 'blob-not-a-file' AND detail = 'loop'`;

const UNREAD_SQL = `SELECT CAST(path AS TEXT) FROM problem WHERE code IN ('unreadable', 'not-followed')`;

const CAUSES_SQL = `SELECT code, detail, count(*) AS count FROM problem
  WHERE code IN ('unreadable', 'not-followed') AND path NOT GLOB '*/_uploads/*' GROUP BY code, detail ORDER BY code DESC, detail`;

const DAMAGED_HISTORIES_SQL = `SELECT CAST(path AS TEXT) FROM odd_link WHERE place = 'tag-history'`;

const TOO_LARGE_SQL = `SELECT digest FROM problem WHERE code = 'manifest-too-large'`;

/**
 * Paths that the scan could not read, or did not follow: of what stands there and below nobody may say that it is
 * damaged or not there.
 */
export class UnreadPaths {
  readonly #paths: ReadonlySet<string>;
  #above: ReadonlySet<string> | undefined;

  constructor(paths: ReadonlySet<string>) {
    this.#paths = paths;
  }

  /** True where all was read: then there is no need to spell out a path to ask for one. */
  get isEmpty(): boolean {
    return this.#paths.size === 0;
  }

  /** True for a path that was not read, or that leads through one. */
  has(path: string): boolean {
    if (this.isEmpty) return false;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (this.#paths.has(path.slice(0, end))) return true;
    }
    return this.#paths.has('');
  }

  /** True for a blob that was not read; false for what stands in a digest's place and is none. */
  hasBlob(digest: string): boolean {
    const [algorithm = '', hex] = digest.split(':');
    return hex !== undefined && this.has(blobDataPath(algorithm, hex));
  }

  /** True where something in a directory was not read. */
  isWithin(directory: string): boolean {
    this.#above ??= new Set([...this.#paths].flatMap(directoriesAbove));
    return this.#above.has(directory) || this.has(directory);
  }
}

function directoriesAbove(path: string): string[] {
  return path
    .split('/')
    .slice(0, -1)
    .map((_, at, names) => names.slice(0, at + 1).join('/'));
}

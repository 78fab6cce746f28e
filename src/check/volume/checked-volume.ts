import { groupBy } from '../../analyze/group-by.ts';
import type { StoredName } from '../../analyze/names.ts';
import { DEFAULT_MIN_AGE_MS } from '../../analyze/times.ts';
import { type Trust, trustIn } from '../../analyze/trust/trust.ts';
import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { once } from '../../contents/once.ts';
import type { UnreadPaths } from '../../contents/problems.ts';
import type { ProblemCode } from '../../facts/told.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import type { Confidence } from '../finding.ts';
import { VolumeLinks } from './volume-links.ts';

/** A row of the table `problem`. */
export interface Problem {
  readonly code: ProblemCode;
  readonly path: StoredName;
  readonly repository: StoredName | null;
  readonly digest: string | null;
  readonly detail: string | null;
}

/** An inventory as all checks look at it. */
export class CheckedVolume {
  readonly inventory: Inventory;
  readonly contents: Contents;
  /** A pull-through cache: there, what is missing is fetched when it is asked for. */
  readonly isCache: boolean;
  /** GitLab keeps tags and manifests in a database: what the volume says of them is stale. */
  readonly isElsewhere: boolean;
  readonly trust: Trust;
  /** What was written after it may be part of a push that is under way; microseconds since 1970. */
  readonly youngSince: number;
  /** How sure a finding is that rests on something not being there. */
  readonly absence: Confidence;
  readonly #problems: ReadonlyMap<ProblemCode, readonly Problem[]>;
  readonly #names: () => ReadonlyMap<number, StoredName>;
  readonly #links: () => VolumeLinks;

  constructor(inventory: Inventory) {
    const { database, scan } = inventory;
    this.inventory = inventory;
    this.contents = contentsOf(inventory);
    this.#problems = groupBy(database.prepare<[], Problem>(PROBLEMS_SQL).all(), ({ code }) => code);
    this.trust = trustIn(inventory);
    this.isCache = this.trust.isCache;
    this.isElsewhere = this.trust.metadataElsewhere !== undefined;
    this.youngSince = scan.scanned_at - DEFAULT_MIN_AGE_MS * 1000;
    this.absence = scan.is_complete === 1 ? 'confirmed' : 'suspected';
    this.#names = once(
      () => new Map(this.contents.repositories.map(({ id, storedName }) => [id, storedName])),
    );
    this.#links = once(() => new VolumeLinks(this.contents));
  }

  problems(...codes: readonly ProblemCode[]): Problem[] {
    return codes.flatMap((code) => this.#problems.get(code) ?? []);
  }

  /** Rows of a query. */
  rows<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.inventory.database.prepare<unknown[], Row>(sql).all(...values);
  }

  /** What the scan could not read. */
  get unread(): UnreadPaths {
    return this.contents.problems.unread;
  }

  /** Who links to what; loaded when somebody asks. */
  get links(): VolumeLinks {
    return this.#links();
  }

  /** The digest of a blob id. */
  digestOf(blob: number): string {
    return this.contents.blobs.digestOf(blob);
  }

  /** The name of a repository id. */
  repositoryName(repository: number): StoredName {
    return this.#names().get(repository) ?? '';
  }
}

const PROBLEMS_SQL = `SELECT code, path, repository.name AS repository, digest, detail
  FROM problem LEFT JOIN repository ON repository.id = repository_id`;

/** The path of something in a repository. */
export function pathIn(repository: StoredName, ...parts: readonly StoredName[]): StoredName {
  const names = [REPOSITORIES, repository, ...parts];
  if (names.every((name) => typeof name === 'string')) return names.join('/');
  return Buffer.concat(names.flatMap((name, at) => (at === 0 ? [] : [SLASH]).concat(Buffer.from(name))));
}

/** The path of a revision's link. */
export function revisionPath(repository: StoredName, digest: string): StoredName {
  return pathIn(repository, `_manifests/revisions/${digest.replace(':', '/')}/link`);
}

const SLASH = Buffer.from('/');

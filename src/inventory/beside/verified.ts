import { WriteError } from '../../errors.ts';
import type { HashedBlob } from '../../facts/hashed-blob.ts';
import { type Digest, digestFromBytes, digestToBytes } from '../../registry/digest.ts';
import { codeOf, isSqliteError } from '../format/damage.ts';
import { sealIfPossible } from '../format/seal.ts';
import type { Database, Statement } from '../format/sqlite.ts';
import type { Inventory } from '../read/reader.ts';
import { openResults, openResultsToRead, readingResults, verifiedPath } from './verified-file.ts';

/** Results are written this often, so that a killed run loses no more. */
const WRITE_EVERY_MS = 1000;

/** Joins a blob of the inventory with what is known of its file. */
const SAME_FILE = `result.digest = blob.digest AND result.bytes = blob.bytes AND result.inode = blob.inode
  AND result.modified_at = blob.modified_at AND result.changed_at >= blob.changed_at`;

/** A blob whose bytes are not what its digest says. */
export interface BadBlob {
  readonly digest: Digest;
  readonly bytes: number;
  readonly actual: Digest;
  readonly verifiedAt: number;
  /** True where the inode was changed since, with length and time of its content kept: it may have been mended so. */
  readonly isChangedSince: boolean;
}

/** Blobs of the inventory that the last verification found to be bad and that were not written to since. By digest. */
export function readVerified(inventory: Inventory): BadBlob[] {
  const path = verifiedPath(inventory.path);
  // Its own connection: the inventory's can only read.
  const database = openResultsToRead(path);
  if (database === undefined) return [];
  return readingResults(path, () => {
    try {
      const find = inventory.database
        .prepare<[Buffer, number, number, number], number>(
          'SELECT changed_at FROM blob WHERE digest = ? AND bytes = ? AND inode = ? AND modified_at = ?',
        )
        .pluck();
      const bad = database.prepare<[], ResultRow>('SELECT * FROM result WHERE ok = 0 ORDER BY digest').all();
      return bad.flatMap(({ digest, bytes, inode, modified_at, changed_at, verified_at, actual }) => {
        const changedAt = find.get(digest, bytes, inode, modified_at);
        if (changedAt === undefined) return [];
        const [said, actually] = [digestFromBytes(digest), digestFromBytes(actual)];
        const isChangedSince = changedAt > changed_at;
        return { digest: said, bytes, actual: actually, verifiedAt: verified_at, isChangedSince };
      });
    } finally {
      database.close();
    }
  });
}

interface ResultRow {
  readonly digest: Buffer;
  readonly bytes: number;
  readonly inode: number;
  readonly modified_at: number;
  readonly changed_at: number;
  readonly verified_at: number;
  readonly actual: Buffer;
}

/** A blob that may be verified: its id in the inventory, and when its file was last found sound. */
export type Candidate = [blob: number, soundAt: number | null];

/** Takes the results of a verification. The caller holds the lock on `verifiedPath`. */
export class VerifiedStore {
  readonly #inventory: Inventory;
  readonly #path: string;
  readonly #database: Database;
  readonly #insert: Statement;
  #waiting: HashedBlob[] = [];
  #wroteAt = performance.now();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#path = verifiedPath(inventory.path);
    this.#database = openResults(this.#path);
    this.#insert = this.#database.prepare('INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  }

  /**
   * Notes that a run begins, and gives the time since which the interrupted ones before it verified what it need not
   * verify again: none where the last came to its end. `isNew` forgets them.
   */
  begin(selection: string, now: number, isNew: boolean): number | undefined {
    const find = this.#database.prepare('SELECT begun_at FROM run WHERE selection = ?').pluck();
    const begun = isNew ? undefined : (find.get(selection) as number | undefined);
    if (begun === undefined) {
      this.#write(() =>
        this.#database.prepare('INSERT OR REPLACE INTO run VALUES (?, ?)').run(selection, now),
      );
    }
    return begun;
  }

  /** Notes that a run came to its end. */
  end(selection: string): void {
    this.#write(() => this.#database.prepare('DELETE FROM run WHERE selection = ?').run(selection));
  }

  /** The present blobs modified since a time: first those never found sound, then by date, in random order else. */
  *candidates(modifiedSince: number): Generator<Candidate> {
    const { database } = this.#inventory;
    database.prepare('ATTACH ? AS verified').run(this.#path);
    try {
      yield* database
        .prepare<[number], Candidate>(
          `SELECT blob.id, result.verified_at FROM blob
             LEFT JOIN verified.result ON ${SAME_FILE} AND ok = 1
           WHERE blob.bytes IS NOT NULL AND blob.modified_at >= ?
           ORDER BY result.verified_at, random()`,
        )
        .raw()
        .iterate(modifiedSince);
    } finally {
      database.prepare('DETACH verified').run();
    }
  }

  /** Keeps what was found, and writes it now and then: somebody who reads meanwhile only puts it off. */
  add(hashed: readonly HashedBlob[]): void {
    this.#waiting.push(...hashed.filter(({ outcome }) => outcome !== 'missing' && outcome !== 'unreadable'));
    if (performance.now() - this.#wroteAt < WRITE_EVERY_MS) return;
    try {
      this.flush();
    } catch (error) {
      if (!isBusy(error)) throw error;
      this.#wroteAt = performance.now();
    }
  }

  /** Writes what is kept. */
  flush(): void {
    const now = Date.now() * 1000;
    const write = this.#database.transaction(() => {
      for (const { digest, bytes, inode, modifiedAt, changedAt, outcome, actual } of this.#waiting) {
        const bad = outcome === 'mismatch' && actual !== undefined ? digestToBytes(actual) : null;
        const file = [digestToBytes(digest), bytes, inode, modifiedAt, changedAt];
        this.#insert.run(...file, now, bad === null ? 1 : 0, bad);
      }
    });
    this.#write(() => write.immediate());
    this.#waiting = [];
    this.#wroteAt = performance.now();
  }

  close(): void {
    this.#database.close();
    sealIfPossible(this.#path);
  }

  #write(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      throw new WriteError(`Could not write ${this.#path}: ${error.message}`, { cause: error });
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof WriteError && codeOf(error.cause).startsWith('SQLITE_BUSY');
}

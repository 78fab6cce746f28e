import { APPLICATION_ID, INDEXES, PARTIAL_INDEXES, SCHEMA_VERSION, TABLES } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import { VIEWS } from '../format/views.ts';
import { DigestTable } from '../ids/digest-table.ts';
import { NO_BLOBS } from './last-blobs.ts';
import type { Renewal, TakenIds } from './renewal.ts';

/** An inventory that takes nothing over: there is no last one, or it is not to be believed. */
export class FreshInventory implements Renewal {
  readonly fingerprints = undefined;
  readonly taken: TakenIds = { tag: 0, repository: 0, mediaTypes: new Map() };
  readonly blobs = NO_BLOBS;
  readonly #database: Database;
  readonly #lines = new DigestTable();

  /** `database` is empty, and gets the tables. */
  constructor(database: Database) {
    this.#database = database;
    database.exec(TABLES + PARTIAL_INDEXES);
  }

  keepPrefix(): never {
    return nothingIsTheSame();
  }

  keepRepository(): never {
    return nothingIsTheSame();
  }

  replaceRepository(): undefined {
    return undefined;
  }

  keepManifest(): boolean {
    return false;
  }

  keepConfig(): boolean {
    return false;
  }

  historyLines(): DigestTable {
    return this.#lines;
  }

  unchangedSums(): undefined {
    return undefined;
  }

  indexTags(): void {
    this.#database.exec(INDEXES.tag);
  }

  indexBlobs(): void {
    this.#database.exec(INDEXES.blob);
    this.#database.exec(VIEWS);
    this.#database.pragma(`application_id = ${APPLICATION_ID}`);
    this.#database.pragma(`user_version = ${SCHEMA_VERSION}`);
  }

  // There is nothing to compare with, to ask for or to drop.
  expectBlobs(): void {}
  noteChange(): void {}
  dropUntoldBlobs(): void {}
  dropUntoldRepositories(): void {}
  wantRoots(): void {}
  dropManifest(): void {}
  dropUnaskedManifests(): void {}
  dropConfig(): void {}
  dropUnaskedConfigs(): void {}
  dropUnmentioned(): void {}
}

function nothingIsTheSame(): never {
  throw new Error('The scan was told to trust nothing, and tells of something that is the same.');
}

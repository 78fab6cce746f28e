import { readNumbers } from '../format/read-numbers.ts';
import type { Database, Statement } from '../format/sqlite.ts';
import { DigestTable } from '../ids/digest-table.ts';
import type { Known } from '../ids/known.ts';

/** How a config of the last inventory is: not there, or not known; named by nothing so far; named. */
const Kept = { no: 0, unnamed: 1, named: 2 } as const;

/** The configs of the last inventory. One whose blob is as it was is not read again. */
export class KeptConfigs {
  readonly #database: Database;
  readonly #known: Known;
  /** By blob id. */
  readonly #kept: Uint8Array;
  readonly #drop: Statement;
  #lines: DigestTable | undefined;
  #isAnyDropped = false;

  /** `highest` is the highest blob id of the last inventory. */
  constructor(database: Database, known: Known, highest: number) {
    this.#database = database;
    this.#known = known;
    this.#kept = new Uint8Array(highest + 1);
    for (const blob of readNumbers(database, ['blob_id'], 'config')[0]) this.#kept[blob] = Kept.unnamed;
    this.#drop = database.prepare('DELETE FROM config WHERE blob_id = ?');
  }

  /** True where one need not be read again. */
  keep(config: number): boolean {
    if ((this.#kept[config] ?? Kept.no) === Kept.no) return false;
    if (this.#known.blobs.isAnew(config)) {
      this.drop(config);
      return false;
    }
    this.#kept[config] = Kept.named;
    return true;
  }

  /** Drops the row of one, if it has any. */
  drop(config: number): void {
    if ((this.#kept[config] ?? Kept.no) === Kept.no) return;
    this.#kept[config] = Kept.no;
    this.#drop.run(config);
    this.#isAnyDropped = true;
  }

  /** Drops those that nothing names any more, and the lines of history that none has. */
  dropUnnamed(): void {
    for (let blob = 1; blob < this.#kept.length; blob++)
      if (this.#kept[blob] === Kept.unnamed) this.drop(blob);
    if (this.#isAnyDropped) this.#dropUnusedLines();
  }

  /** The lines of history, loaded when the first config is read. */
  get lines(): DigestTable {
    this.#lines ??= restoreLines(this.#database);
    return this.#lines;
  }

  #dropUnusedLines(): void {
    const isUsed = new Uint8Array(highestLine(this.#database) + 1);
    for (let from = 0; from < this.#kept.length; from += IDS_AT_ONCE) {
      const [used] = readNumbers(this.#database, [IDS_OF_LINES], PIECE, from, from + IDS_AT_ONCE);
      for (const line of used) isUsed[line] = 1;
    }
    const drop = this.#database.prepare('DELETE FROM history_line WHERE id = ?');
    for (const line of readNumbers(this.#database, ['id'], 'history_line')[0])
      if (isUsed[line] === 0) drop.run(line);
  }
}

/** A list of numbers without its brackets: joined with others it is as if each number were a row. */
const IDS_OF_LINES = 'substr(history, 2, length(history) - 2)';
const PIECE = 'config WHERE blob_id >= ? AND blob_id < ? AND history IS NOT NULL';
const IDS_AT_ONCE = 250_000;

function highestLine(database: Database): number {
  return Number(database.prepare('SELECT coalesce(max(id), 0) FROM history_line').pluck().get());
}

function restoreLines(database: Database): DigestTable {
  const lines = new DigestTable();
  lines.restore(database, highestLine(database), ['history_line', 'sha256']);
  return lines;
}

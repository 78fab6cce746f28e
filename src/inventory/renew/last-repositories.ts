import type { TagHistories } from '../../facts/fingerprints.ts';
import { type ByteString, toByteString } from '../../registry/byte-string.ts';
import type { Database, Statement } from '../format/sqlite.ts';

const ROWS_OF_REPOSITORY = [
  'DELETE FROM tag_history WHERE tag_id IN (SELECT id FROM tag WHERE repository_id = ?)',
  ...['tag', 'revision', 'layer_link'].map((table) => `DELETE FROM ${table} WHERE repository_id = ?`),
];

const HISTORIES = `SELECT tag.name, lower(hex(digest)) FROM tag JOIN tag_history ON tag_id = tag.id
  JOIN blob ON blob.id = tag_history.blob_id WHERE repository_id = ? AND length(digest) = 32`;

/** The repositories of the last inventory, and which of them were not told so far. */
export class LastRepositories {
  /** By name, of those that have one. */
  readonly fingerprints = new Map<ByteString, number>();
  readonly #database: Database;
  readonly #ids = new Map<ByteString, number>();
  readonly #untold = new Set<ByteString>();
  readonly #dropRows: readonly Statement[];
  readonly #histories: Statement<[number | undefined], [string | Buffer, string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#dropRows = ROWS_OF_REPOSITORY.map((sql) => database.prepare(sql));
    this.#histories = database.prepare<[number | undefined], [string | Buffer, string]>(HISTORIES).raw();
    const rows = database.prepare<[], RepositoryRow>('SELECT id, name, fingerprint FROM repository').all();
    for (const { id, name, fingerprint } of rows) {
      const bytes = byteStringOf(name);
      this.#ids.set(bytes, id);
      this.#untold.add(bytes);
      if (fingerprint !== null) this.fingerprints.set(bytes, fingerprint);
    }
  }

  /** The histories of a repository's tags. */
  historiesOf(name: ByteString): TagHistories {
    return groupHistories(this.#histories.all(this.#ids.get(name)));
  }

  /** The id of a repository that is the same. */
  keep(name: ByteString): number {
    this.#untold.delete(name);
    return this.#ids.get(name) as number;
  }

  /** The id of a repository that was read again, whose rows go; undefined where there was none of that name. */
  replace(name: ByteString): number | undefined {
    const id = this.#ids.get(name);
    if (id !== undefined) for (const statement of this.#dropRows) statement.run(id);
    this.#untold.delete(name);
    return id;
  }

  /** Drops those that were not told. True where there was one. */
  dropUntold(): boolean {
    const drop = this.#database.prepare('DELETE FROM repository WHERE id = ?');
    const names = [...this.#untold];
    for (const name of names) drop.run(this.replace(name));
    return names.length > 0;
  }
}

interface RepositoryRow {
  readonly id: number;
  readonly name: string | Buffer;
  readonly fingerprint: number | null;
}

function groupHistories(rows: ReadonlyArray<[string | Buffer, string]>): TagHistories {
  const histories = new Map<ByteString, string[]>();
  for (const [name, hex] of rows) {
    const tag = byteStringOf(name);
    const history = histories.get(tag);
    if (history === undefined) histories.set(tag, [hex]);
    else history.push(hex);
  }
  return histories;
}

/** A name as the disk has it, from a column. */
function byteStringOf(name: string | Buffer): ByteString {
  return typeof name === 'string' ? toByteString(name) : name.toString('latin1');
}

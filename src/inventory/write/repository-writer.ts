import type { FilesFact, RepositoryFact } from '../../facts/told.ts';
import { type ByteString, decodeName } from '../../registry/byte-string.ts';
import type { Renewal } from '../renew/renewal.ts';
import type { Rows } from './rows.ts';

/** The files of a repository that was read, and what a later scan compares. */
export interface ReadRepository {
  readonly otherFiles: number;
  readonly otherBytes: number;
  readonly fingerprint: number | undefined;
  readonly newestAt: number;
}

/** Writes repositories, and knows their ids. */
export class RepositoryWriter {
  /** The repositories that were read, by id. */
  readonly read = new Map<number, ReadRepository>();
  readonly #rows: Rows;
  readonly #renewal: Renewal;
  readonly #ids = new Map<ByteString, number>();
  #highest: number;

  constructor(rows: Rows, renewal: Renewal) {
    this.#rows = rows;
    this.#renewal = renewal;
    this.#highest = renewal.taken.repository;
  }

  /** The highest id. */
  get highest(): number {
    return this.#highest;
  }

  /** The id of a repository, undefined where none was told by that name. */
  find(name: ByteString): number | undefined {
    return this.#ids.get(name);
  }

  /** The id of a repository that was told. */
  idOf(name: ByteString): number {
    return this.find(name) as number;
  }

  add(fact: RepositoryFact): void {
    // On a second look it is told once more, with the parts that it lacked.
    const told = this.#ids.get(fact.name);
    const id = told ?? this.#renewal.replaceRepository(fact.name) ?? ++this.#highest;
    this.#renewal.noteChange();
    this.#ids.set(fact.name, id);
    const { layers, manifests, uploads, revisions, tags } = fact;
    this.#rows.repository.add(id, decodeName(fact.name), layers, manifests, uploads, revisions, tags);
  }

  /** Takes it that a repository is the same. */
  keep(name: ByteString): void {
    this.#ids.set(name, this.#renewal.keepRepository(name));
  }

  /** Takes the sums of a repository's files. */
  addFiles({ repository, files, bytes }: FilesFact): void {
    if (repository === undefined) return;
    const { name, fingerprint, newestAt } = repository;
    this.read.set(this.idOf(name), { otherFiles: files, otherBytes: bytes, fingerprint, newestAt });
  }
}

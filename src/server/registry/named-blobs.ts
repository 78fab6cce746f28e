import { damage } from '../../inventory/format/damage.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Digest, digestToBytes, parseDigest } from '../../registry/digest.ts';
import { Recent } from './checked-files.ts';

/** Repositories whose references are kept: a pull asks for one after the other. */
const KEPT_REPOSITORIES = 32;

/** What a repository's manifests refer to, by blob ids, sorted. */
interface References {
  readonly blobs: Float64Array;
  /** Of these, what an index lists. */
  readonly children: Float64Array;
}

/**
 * What the inventory knows of repositories that their directories may not show: a volume that lost its links to layers
 * still says in its manifests what belongs to whom. Each question is answered from a few rows, or from the references of
 * one repository, so that nothing grows with the volume.
 */
export class NamedBlobs {
  readonly #database: Database;
  readonly #references = new Recent<References>(KEPT_REPOSITORIES);
  readonly #repository;
  readonly #blob;
  readonly #stored;
  readonly #revision;
  readonly #tags;

  private constructor({ database }: Inventory) {
    this.#database = database;
    this.#repository = database.prepare<[string], number>('SELECT id FROM repository WHERE name = ?').pluck();
    this.#blob = database.prepare<[Uint8Array], number>('SELECT id FROM blob WHERE digest = ?').pluck();
    this.#stored = database.prepare<[number], Buffer>(STORED_SQL).pluck();
    this.#revision = database
      .prepare<[number, number], number>('SELECT 1 FROM revision WHERE repository_id = ? AND blob_id = ?')
      .pluck();
    this.#tags = database
      .prepare<[number, number], string | Buffer>(
        'SELECT name FROM tag WHERE target_id = ? AND repository_id = ?',
      )
      .pluck();
  }

  /** The same for whoever asks while the inventory is open. */
  static of(inventory: Inventory): NamedBlobs {
    const named = known.get(inventory) ?? new NamedBlobs(inventory);
    known.set(inventory, named);
    return named;
  }

  /** By what digest a blob is kept that a manifest of the repository refers to; undefined where none does. */
  findBlob(repository: string, digest: Digest): Digest | undefined {
    return this.#find(repository, digest, ({ blobs }) => blobs);
  }

  /** The same of a manifest that an index of the repository lists, and that never was a revision of its own. */
  findChild(repository: string, digest: Digest): Digest | undefined {
    const [id, blob] = [this.#repository.get(repository), this.#blob.get(digestToBytes(digest))];
    // A link that was there at the scan was taken away since then: somebody deleted the manifest.
    if (id !== undefined && blob !== undefined && this.#revision.get(id, blob) === 1) return undefined;
    return this.#find(repository, digest, ({ children }) => children);
  }

  /** The tags of a repository that pointed to a manifest when the volume was scanned. */
  tagsOf(repository: string, digest: Digest): string[] {
    const [id, blob] = [this.#repository.get(repository), this.#blob.get(digestToBytes(digest))];
    if (id === undefined || blob === undefined) return [];
    return this.#tags.all(blob, id).filter((name) => typeof name === 'string');
  }

  #find(repository: string, digest: Digest, choose: (references: References) => Float64Array) {
    // Digests of nothing are asked for, too, and cost two lookups.
    const blob = this.#blob.get(digestToBytes(digest));
    const id = blob === undefined ? undefined : this.#repository.get(repository);
    if (blob === undefined || id === undefined) return undefined;
    if (!includes(choose(this.#referencesOf(id)), blob)) return undefined;
    const stored = this.#stored.get(blob);
    return stored === undefined ? digest : parseDigest(digestText(stored, this.#database));
  }

  #referencesOf(repository: number): References {
    const key = String(repository);
    const references = this.#references.get(key) ?? this.#load(repository);
    this.#references.set(key, references);
    return references;
  }

  #load(repository: number): References {
    const [blobs, isChild] = readNumbers(this.#database, ['id', 'is_child'], REFERENCES_SQL, { repository });
    if (blobs.length !== isChild.length) throw damage(this.#database, 'the table of references');
    const children = blobs.filter((_, at) => isChild[at] === 1);
    return { blobs: blobs.sort(), children: children.sort() };
  }
}

const known = new WeakMap<Inventory, NamedBlobs>();

const STORED_SQL =
  'SELECT stored.digest FROM alias JOIN blob AS stored ON stored.id = stored_id WHERE named_id = ?';

/** Guesses are left out: they are found in what no registry reads, which nobody can pull. */
const REFERENCES_SQL = `(
  WITH RECURSIVE held (id) AS (
    SELECT blob_id FROM revision WHERE repository_id = @repository
    UNION SELECT target_id FROM tag WHERE repository_id = @repository AND target_id IS NOT NULL
    UNION SELECT blob_id FROM held JOIN reference ON manifest_id = held.id AND kind = 'manifest'
  )
  SELECT blob_id AS id, max(kind = 'manifest') AS is_child FROM held JOIN reference ON manifest_id = held.id
  WHERE kind <> 'guess' GROUP BY blob_id
)`;

/** Binary search. */
function includes(sorted: Float64Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

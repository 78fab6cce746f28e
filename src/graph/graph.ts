import { enlarged, Int32List } from './growing-array.ts';

/** How urgently a digest is to be read as a manifest: because it must be one, or because it may be one. */
const Wish = { none: 0, maybe: 1, certain: 2, read: 3 } as const;

/**
 * What refers to what, by blob id: the roots (revisions and tags of repositories) and the references of manifests.
 * Kept in typed arrays, because accounts are computed over all of it at the end: 4 bytes a root or reference.
 */
export class Graph {
  /** Pairs of repository id and blob id. */
  readonly revisions = new Int32List();
  readonly tags = new Int32List();
  readonly #references = new Int32List();
  /** By blob id: where its references begin, plus 1; 0 for what is no manifest. */
  #starts = new Int32Array(1024);
  #counts = new Int32Array(1024);
  #wishes = new Uint8Array(1024);
  #wanted = new Int32List();

  addRevision(repository: number, blob: number): void {
    this.revisions.push(repository);
    this.revisions.push(blob);
    this.want(blob, true);
  }

  addTag(repository: number, blob: number): void {
    this.tags.push(repository);
    this.tags.push(blob);
    this.want(blob, true);
  }

  /** Adds a manifest's references. Read twice, the later reading counts. */
  addManifest(manifest: number, references: readonly number[]): void {
    this.#reserve(manifest);
    this.#starts[manifest] = this.#references.length + 1;
    this.#counts[manifest] = references.length;
    this.#wishes[manifest] = Wish.read;
    for (const reference of references) this.#references.push(reference);
  }

  hasManifest(blob: number): boolean {
    return (this.#starts[blob] ?? 0) > 0;
  }

  /** Calls `visit` for each digest that `blob` refers to as a manifest. */
  forEachReference(blob: number, visit: (reference: number) => void): void {
    const start = (this.#starts[blob] ?? 0) - 1;
    if (start < 0) return;
    const end = start + (this.#counts[blob] as number);
    for (let at = start; at < end; at++) visit(this.#references.at(at));
  }

  /** Asks for a blob to be read as a manifest, if it was not yet. */
  want(blob: number, isCertain: boolean): void {
    this.#reserve(blob);
    const wish = isCertain ? Wish.certain : Wish.maybe;
    if ((this.#wishes[blob] as number) >= wish) return;
    this.#wishes[blob] = wish;
    this.#wanted.push(blob);
  }

  /** Asks again, for a blob that came late. */
  wantAgain(blob: number): void {
    const wish = this.#wishes[blob] ?? Wish.none;
    if (wish === Wish.maybe || wish === Wish.certain) this.#wanted.push(blob);
  }

  /** What is wanted and not read, with whether it must be a manifest; asks for it no more. */
  takeWanted(): Array<{ blob: number; isCertain: boolean }> {
    // In the order of their ids, which is that of the directories they lie in: a third cheaper to open (issue 4).
    const open = [...this.#wanted.view().sort()].filter(
      (blob, at, sorted) => blob !== sorted[at - 1] && this.#wishes[blob] !== Wish.read,
    );
    this.#wanted = new Int32List();
    return open.map((blob) => ({ blob, isCertain: this.#wishes[blob] === Wish.certain }));
  }

  /** Every digest that something refers to, as often as it does. */
  *referenced(): Generator<number> {
    for (const roots of [this.revisions, this.tags]) {
      for (let at = 1; at < roots.length; at += 2) yield roots.at(at);
    }
    yield* this.#references.view();
  }

  #reserve(blob: number): void {
    if (blob < this.#starts.length) return;
    const length = Math.max(blob + 1, this.#starts.length * 2);
    this.#starts = enlarged(this.#starts, length);
    this.#counts = enlarged(this.#counts, length);
    this.#wishes = enlarged(this.#wishes, length);
  }
}

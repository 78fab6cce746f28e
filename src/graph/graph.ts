import { enlarged, Int32List } from './growing-array.ts';

/**
 * What refers to what, by blob id: the roots (revisions and tags of repositories) and the references of manifests.
 * Kept in typed arrays, because accounts are computed over all of it: 4 bytes a root or reference.
 */
export class Graph {
  /** Pairs of repository id and blob id. */
  readonly revisions = new Int32List();
  readonly tags = new Int32List();
  readonly #references = new Int32List();
  /** By blob id: where its references begin, plus 1; 0 for what is no manifest. */
  #starts = new Int32Array(1024);
  #counts = new Int32Array(1024);

  addRevision(repository: number, blob: number): void {
    this.revisions.push(repository);
    this.revisions.push(blob);
  }

  addTag(repository: number, blob: number): void {
    this.tags.push(repository);
    this.tags.push(blob);
  }

  /** Adds a reference of a manifest; all those of one come one behind the other. */
  addReference(manifest: number, blob: number): void {
    this.#reserve(manifest);
    if (this.#starts[manifest] === 0) this.#starts[manifest] = this.#references.length + 1;
    this.#counts[manifest]!++;
    this.#references.push(blob);
  }

  /** Forgets what a blob refers to as a manifest. */
  removeManifest(blob: number): void {
    if (blob >= this.#starts.length) return;
    this.#starts[blob] = 0;
    this.#counts[blob] = 0;
  }

  /** Calls `visit` for each digest that `blob` refers to as a manifest. */
  forEachReference(blob: number, visit: (reference: number) => void): void {
    const start = (this.#starts[blob] ?? 0) - 1;
    if (start < 0) return;
    const end = start + (this.#counts[blob] as number);
    for (let at = start; at < end; at++) visit(this.#references.at(at));
  }

  /** Calls `visit` for each digest that anything refers to, once for each time. */
  forEachMentioned(visit: (blob: number) => void): void {
    for (let manifest = 1; manifest < this.#counts.length; manifest++) this.forEachReference(manifest, visit);
    for (const roots of [this.tags.view(), this.revisions.view()])
      for (let at = 1; at < roots.length; at += 2) visit(roots[at] as number);
  }

  #reserve(blob: number): void {
    if (blob < this.#starts.length) return;
    const length = Math.max(blob + 1, this.#starts.length * 2);
    this.#starts = enlarged(this.#starts, length);
    this.#counts = enlarged(this.#counts, length);
  }
}

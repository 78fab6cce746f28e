import { enlarged, Int32List } from './growing-array.ts';

/**
 * What refers to what, by blob id: the roots (revisions and tags of repositories), the references of manifests, and
 * digests that are other names of blobs.
 * Kept in typed arrays, because accounts are computed over all of it: 4 bytes a root or reference.
 */
export class Graph {
  /** Pairs of repository id and blob id. */
  readonly revisions = new Int32List();
  readonly tags = new Int32List();
  #references = new Int32List();
  /** Places in the references of those to foreign layers. */
  #foreign = new Set<number>();
  /** By blob id: where its references begin, and how many there are: none of what is no manifest. */
  #starts = new Int32Array(1024);
  #counts = new Int32Array(1024);
  readonly #aliases = new Map<number, number[]>();

  addRevision(repository: number, blob: number): void {
    this.revisions.push(repository);
    this.revisions.push(blob);
  }

  addTag(repository: number, blob: number): void {
    this.tags.push(repository);
    this.tags.push(blob);
  }

  /** Adds a reference of a manifest; all those of one come one behind the other, in its order. */
  addReference(manifest: number, blob: number, isForeign = false): void {
    this.#reserve(manifest);
    if (this.#counts[manifest] === 0) this.#starts[manifest] = this.#references.length;
    this.#counts[manifest]!++;
    if (isForeign) this.#foreign.add(this.#references.length);
    this.#references.push(blob);
  }

  /**
   * Takes over all references at once, in place of those it has: `manifests` and `blobs` tell who refers to what, those
   * of one manifest together and in its order, `foreign` at which places a foreign layer is.
   */
  setReferences(manifests: Int32Array, blobs: Int32Array, foreign: Set<number>): void {
    this.#references = new Int32List(blobs);
    this.#foreign = foreign;
    this.#reserve(manifests.reduce((highest, manifest) => Math.max(highest, manifest), 0));
    const [starts, counts] = [this.#starts, this.#counts.fill(0)];
    manifests.forEach((manifest, at) => {
      if (counts[manifest] === 0) starts[manifest] = at;
      counts[manifest]!++;
    });
  }

  /** Adds that a digest is another name of a blob: what refers to the one leads to the other. */
  addAlias(name: number, blob: number): void {
    const blobs = this.#aliases.get(name);
    if (blobs === undefined) this.#aliases.set(name, [blob]);
    else blobs.push(blob);
  }

  /** Forgets what a blob refers to as a manifest. */
  removeManifest(blob: number): void {
    this.#counts[blob] = 0;
  }

  /**
   * A graph of the same references, which are not copied, but for those of some manifests. It has no roots and no aliases
   * yet; to neither may references be added any more.
   */
  withoutRoots(leftOut: readonly number[] = []): Graph {
    const graph = new Graph();
    graph.#references = this.#references;
    graph.#foreign = this.#foreign;
    graph.#starts = this.#starts;
    graph.#counts = leftOut.length === 0 ? this.#counts : this.#counts.slice();
    for (const manifest of leftOut) graph.removeManifest(manifest);
    return graph;
  }

  /** What a blob refers to as a manifest, in its order, without a copy: do not keep it while references are added. */
  referencesOf(blob: number): Int32Array {
    const start = this.#startOf(blob);
    return this.#references.view(start, start + this.#countOf(blob));
  }

  /** Calls `visit` for each digest that `blob` refers to as a manifest. */
  forEachReference(blob: number, visit: (reference: number, isForeign: boolean) => void): void {
    const start = this.#startOf(blob);
    const end = start + this.#countOf(blob);
    for (let at = start; at < end; at++) visit(this.#references.at(at), this.#foreign.has(at));
  }

  /** Calls `visit` for each blob of which a digest is another name. */
  forEachAlias(name: number, visit: (blob: number) => void): void {
    this.#aliases.get(name)?.forEach(visit);
  }

  /** How many references there are. */
  get referenceCount(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Calls `visit` for each manifest that refers to anything. */
  forEachManifest(visit: (manifest: number) => void): void {
    for (let blob = 1; blob < this.#counts.length; blob++) if (this.#countOf(blob) > 0) visit(blob);
  }

  /** Calls `visit` for each digest that anything refers to, once for each time. */
  forEachMentioned(visit: (blob: number) => void): void {
    this.forEachManifest((manifest) => this.forEachReference(manifest, visit));
    for (const roots of [this.tags.view(), this.revisions.view()])
      for (let at = 1; at < roots.length; at += 2) visit(roots[at] as number);
  }

  // A graph knows no ids beyond those of manifests.
  #startOf(blob: number): number {
    return this.#starts[blob] ?? 0;
  }

  #countOf(blob: number): number {
    return this.#counts[blob] ?? 0;
  }

  #reserve(blob: number): void {
    if (blob < this.#starts.length) return;
    const length = Math.max(blob + 1, this.#starts.length * 2);
    this.#starts = enlarged(this.#starts, length);
    this.#counts = enlarged(this.#counts, length);
  }
}

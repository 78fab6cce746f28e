import type { Graph } from './graph.ts';

/** Visits closures: what something leads to through manifests and aliases, each blob once between two calls of `begin`. */
export class Walk {
  readonly #graph: Graph;
  readonly #seen: Int32Array;
  readonly #pending: number[] = [];
  #round = 0;

  /** `blobs` is the highest blob id. */
  constructor(graph: Graph, blobs: number) {
    this.#graph = graph;
    this.#seen = new Int32Array(blobs + 1);
  }

  /** Forgets what was visited. */
  begin(): void {
    this.#round++;
  }

  /** Calls `visit` for the roots and all they lead to, present or not, unless visited since `begin`. */
  visit(roots: Iterable<number>, visit: (blob: number) => void): void {
    for (const root of roots) this.#mark(root);
    for (let blob = this.#pending.pop(); blob !== undefined; blob = this.#pending.pop()) {
      visit(blob);
      this.#graph.forEachReference(blob, (reference) => this.#mark(reference));
      this.#graph.forEachAlias(blob, (stored) => this.#mark(stored));
    }
  }

  #mark(blob: number): void {
    if (this.#seen[blob] === this.#round) return;
    this.#seen[blob] = this.#round;
    this.#pending.push(blob);
  }
}

import type { Contents } from '../../contents/contents.ts';

/** Is told what is in the directory of a tag, in order. */
export interface ImageVisitor {
  /** A blob that is there, in the directory that began last and has not ended. */
  file(blob: number): void;
  /** The directory of a manifest that another leads to. None begins in it. */
  begin(manifest: number): void;
  end(): void;
}

/**
 * What a tag leads to, in directories: what its manifest refers to and, for each manifest below it, a directory with what
 * that one refers to. Each manifest comes once, so that indexes in indexes do not multiply: a tag has at most as many files
 * as there are references.
 */
export class ImageTree {
  readonly #contents: Contents;
  /** By blob id: in which tag, and in which directory, it was met last. */
  readonly #tagOf: Int32Array;
  readonly #directoryOf: Int32Array;
  #tag = 0;
  #directory = 0;
  #below: number[] = [];

  constructor(contents: Contents) {
    this.#contents = contents;
    this.#tagOf = new Int32Array(contents.blobs.highest + 1);
    this.#directoryOf = new Int32Array(contents.blobs.highest + 1);
  }

  /** Visits what a tag leads to that points to `root`. */
  visit(root: number, visitor: ImageVisitor): void {
    this.#tag++;
    this.#below = [];
    this.#fill(root, visitor);
    for (let at = 0; at < this.#below.length; at++) {
      const manifest = this.#below[at] as number;
      visitor.begin(manifest);
      this.#fill(manifest, visitor);
      visitor.end();
    }
  }

  #fill(manifest: number, visitor: ImageVisitor): void {
    this.#directory++;
    this.#own(manifest, visitor);
  }

  /** The manifest that the directory is of, or the blob of which its digest is another name. */
  #own(manifest: number, visitor: ImageVisitor): void {
    const { graph } = this.#contents;
    this.#tagOf[manifest] = this.#tag;
    this.#put(manifest, visitor);
    graph.forEachReference(manifest, (blob) => this.#refer(blob, visitor));
    graph.forEachAlias(manifest, (stored) => {
      if (this.#tagOf[stored] !== this.#tag) this.#own(stored, visitor);
    });
  }

  #refer(blob: number, visitor: ImageVisitor): void {
    const { graph, manifests } = this.#contents;
    if (this.#directoryOf[blob] === this.#directory) return;
    if (manifests.has(blob)) {
      if (this.#tagOf[blob] === this.#tag) return;
      this.#tagOf[blob] = this.#tag;
      this.#below.push(blob);
      return;
    }
    this.#put(blob, visitor);
    graph.forEachAlias(blob, (stored) => this.#refer(stored, visitor));
  }

  #put(blob: number, visitor: ImageVisitor): void {
    if (this.#directoryOf[blob] === this.#directory) return;
    this.#directoryOf[blob] = this.#directory;
    if (this.#contents.blobs.isPresent(blob)) visitor.file(blob);
  }
}

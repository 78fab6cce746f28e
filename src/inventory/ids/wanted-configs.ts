import type { Graph } from '../../graph/graph.ts';
import { enlarged } from '../../graph/growing-array.ts';
import type { Mentions } from '../../graph/mentions.ts';

/** Which blobs are configs of images, by what the manifests say that were read. */
export class WantedConfigs {
  /** By the blob id of a manifest: 1 where it names the config of an image first. */
  #areImages = new Uint8Array(1024);
  /** By the blob id of a config: 1 where it was asked for, and is as it was then. */
  #areAsked = new Uint8Array(1024);

  /** Notes whether a manifest names the config of an image first. */
  note(manifest: number, isImage: boolean): void {
    if (!isImage && manifest >= this.#areImages.length) return;
    this.#areImages = reserved(this.#areImages, manifest);
    this.#areImages[manifest] = isImage ? 1 : 0;
  }

  /** Calls `visit` for each blob that a manifest names as its config, as often as one does, be it there or not. */
  forEach(graph: Graph, mentions: Mentions, visit: (blob: number) => void): void {
    for (let manifest = 1; manifest < this.#areImages.length; manifest++) {
      const config = this.#areImages[manifest] === 1 ? graph.referencesOf(manifest)[0] : undefined;
      if (config === undefined) continue;
      visit(config);
      for (const stored of mentions.storedAs(config)) visit(stored);
    }
  }

  /** Notes that one is asked for; false where it was before. */
  ask(blob: number): boolean {
    this.#areAsked = reserved(this.#areAsked, blob);
    if (this.#areAsked[blob] === 1) return false;
    this.#areAsked[blob] = 1;
    return true;
  }

  /** Notes that a blob is not what it was when it was asked for. */
  forget(blob: number): void {
    if (blob < this.#areAsked.length) this.#areAsked[blob] = 0;
  }
}

function reserved(array: Uint8Array<ArrayBuffer>, index: number): Uint8Array<ArrayBuffer> {
  return index < array.length ? array : enlarged(array, Math.max(index + 1, array.length * 2));
}

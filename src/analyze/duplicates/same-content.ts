import type { Contents } from '../../contents/contents.ts';
import { filesOf } from './files-of.ts';
import type { KnownLayers } from './known-layers.ts';

/** Layers of one content under several digests, by their blob ids. */
export interface ContentGroup {
  /** The number of the diff_id. */
  readonly content: number;
  /** One a file, the largest first. */
  readonly layers: readonly number[];
  readonly bytes: number;
  /**
   * What storing one of them in place of all would free at least: all but the largest. Which one that is decides how they
   * are compressed. A file that has a name elsewhere frees nothing.
   */
  readonly savedBytes: number;
}

/** Finds layers that say they hold the same content and are several files. */
export function findSameContent({ layers, contents }: KnownLayers, around: Contents): ContentGroup[] {
  const { blobs } = around;
  const { bytesOf } = blobs.sized;
  const byContent = new Map<number, number[]>();
  const first = new Int32Array(contents.reduce((most, number) => Math.max(most, number), 0) + 1);
  for (const layer of layers) {
    const content = contents[layer] as number;
    if (content <= 0) continue;
    const other = first[content] as number;
    // Nearly all contents are there once: these make no list.
    if (other === 0) first[content] = layer;
    else if (byContent.has(content)) byContent.get(content)?.push(layer);
    else byContent.set(content, [other, layer]);
  }
  return [...byContent]
    .map(([content, group]) => ({ content, group: filesOf(around, group) }))
    .filter(({ group }) => group.length > 1)
    .map(({ content, group }) => {
      const own = [...group].sort((a, b) => bytesOf(b) - bytesOf(a) || compareDigests(blobs, a, b));
      const freeable = own.filter((layer) => !blobs.files.isNamedElsewhere(layer)).map(bytesOf);
      const saved = freeable.slice(1).reduce((sum, bytes) => sum + bytes, 0);
      return {
        content,
        layers: own,
        bytes: own.reduce((sum, layer) => sum + bytesOf(layer), 0),
        savedBytes: saved,
      };
    });
}

function compareDigests(blobs: Contents['blobs'], a: number, b: number): number {
  return blobs.digestOf(a) < blobs.digestOf(b) ? -1 : 1;
}

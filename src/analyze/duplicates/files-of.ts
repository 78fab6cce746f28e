import type { Contents } from '../../contents/contents.ts';

/** Of some blobs one for each file: names of one file are no duplicates of it. */
export function filesOf({ blobs }: Contents, layers: readonly number[]): readonly number[] {
  const { files } = blobs.sized;
  if (files.isEmpty) return layers;
  const met = new Set<number>();
  return layers.filter((layer) => {
    const file = files.keeperOf(layer);
    if (met.has(file)) return false;
    met.add(file);
    return true;
  });
}

import { listedBelow, type ModelImage } from './images.ts';
import { isAddressable } from './names.ts';
import type { ModelQuestion } from './question.ts';
import { type ModelRepository, type ModelVolume, volumeOf } from './volume.ts';

/** Of some images and what indexes among them list, what can be pulled by digest, as `repository@digest`. */
export function pullable(
  volume: ModelVolume,
  images: readonly ModelImage[],
  family: ModelQuestion['family'],
): Set<string> {
  const found = new Set<string>();
  for (const { repository, digest } of images) {
    const now = volume.repositories.find(({ name }) => name === repository.name);
    if (now === undefined || !isAddressable(now.name, 'repository')) continue;
    for (const each of [digest, ...listedBelow(volume, digest)])
      if (isWhole(volume, now, each, family)) found.add(`${now.name}@${each}`);
  }
  return found;
}

/** The same volume without some blobs. */
export function withoutBlobs({ repositories, blobs }: ModelVolume, gone: ReadonlySet<string>): ModelVolume {
  return volumeOf(repositories, new Map([...blobs].filter(([digest]) => !gone.has(digest))));
}

function isWhole(
  volume: ModelVolume,
  { revisions, layerLinks }: ModelRepository,
  digest: string,
  family: ModelQuestion['family'],
): boolean {
  const says = revisions.get(digest)?.says ?? (family === '3.x' ? undefined : layerLinks.get(digest));
  const manifest = says === undefined ? undefined : volume.manifest(says);
  if (manifest === undefined || manifest.kind === 'unparsable') return false;
  return manifest.parts.every((part) => volume.blobs.has(layerLinks.get(part) ?? ''));
}

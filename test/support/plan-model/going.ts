import { attachedTo, type ModelImage } from './images.ts';
import type { ModelVolume } from './volume.ts';

/** What goes along, and because of what. */
export interface Going {
  readonly image: ModelImage;
  readonly isRoot: boolean;
  /** True where an index that goes lists it. */
  readonly isChild: boolean;
}

/** True where one image refers to another of its repository: as to a manifest that it lists, or a config or layer. */
export function needs(volume: ModelVolume, one: ModelImage, other: ModelImage): boolean {
  if (one.repository !== other.repository || one === other) return false;
  const manifest = volume.manifest(one.digest);
  return manifest !== undefined && [...manifest.children, ...manifest.parts].includes(other.digest);
}

function lists(volume: ModelVolume, one: ModelImage, other: ModelImage): boolean {
  if (one.repository !== other.repository) return false;
  return volume.manifest(one.digest)?.children.includes(other.digest) ?? false;
}

/** What goes of a volume: strikes out, until nothing changes. */
export function whatGoes(
  volume: ModelVolume,
  images: readonly ModelImage[],
  roots: ReadonlySet<ModelImage>,
  staysAnyway: (image: ModelImage) => boolean,
): Map<ModelImage, Going> {
  const struck = new Set(images.filter(staysAnyway));
  for (;;) {
    const going = follow(volume, images, roots, struck);
    const stays = images.filter((image) => !going.has(image));
    const more = [...going.keys()].filter(
      (image) =>
        stays.some((other) => needs(volume, other, image)) ||
        attachedTo(image, images).some((subject) => !going.has(subject)),
    );
    if (more.length === 0) return going;
    for (const image of more) struck.add(image);
  }
}

/** The roots that are not struck out, and what goes along with them. */
function follow(
  volume: ModelVolume,
  images: readonly ModelImage[],
  roots: ReadonlySet<ModelImage>,
  struck: ReadonlySet<ModelImage>,
): Map<ModelImage, Going> {
  const going = new Set([...roots].filter((image) => !struck.has(image)));
  const isChild = (image: ModelImage) => [...going].some((other) => lists(volume, other, image));
  const isAttached = (image: ModelImage) =>
    attachedTo(image, images).some(
      (subject) => going.has(subject) && subject.repository === image.repository,
    );
  let before: number;
  do {
    before = going.size;
    for (const image of images) {
      const mayFollow = image.ordinary.length === 0 && !struck.has(image);
      if (mayFollow && (isChild(image) || isAttached(image))) going.add(image);
    }
  } while (going.size > before);
  return new Map(
    [...going].map((image) => [image, { image, isRoot: roots.has(image), isChild: isChild(image) }]),
  );
}

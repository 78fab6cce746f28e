import { type Going, needs } from './going.ts';
import { attachedTo, type ModelImage } from './images.ts';
import { untaggedSince } from './times.ts';
import type { ModelVolume } from './volume.ts';

/** True where what goes is attached in a circle, so that no order is right. */
export function hasCircle(
  volume: ModelVolume,
  images: readonly ModelImage[],
  going: ReadonlyMap<ModelImage, Going>,
): boolean {
  const left = new Set(going.keys());
  for (;;) {
    const first = [...left].filter(
      (image) => ![...left].some((other) => isBefore(volume, images, other, image)),
    );
    for (const image of first) left.delete(image);
    if (first.length === 0) return left.size > 0;
  }
}

/** True where one must be called before the other. */
export function isBefore(
  volume: ModelVolume,
  images: readonly ModelImage[],
  one: ModelImage,
  other: ModelImage,
): boolean {
  return needs(volume, one, other) || attachedTo(other, images).includes(one);
}

/** By what images are ordered: oldest first, then repository and digest. */
interface Place {
  readonly time: number;
  readonly repository: string;
  readonly digest: string;
}

/** What goes, in groups: what has a place of its own, with all that comes at that place. Oldest first. */
export function inOrder(
  volume: ModelVolume,
  images: readonly ModelImage[],
  going: ReadonlyMap<ModelImage, Going>,
): ModelImage[][] {
  const places = new Map<ModelImage, Place>();
  const placeOf = (image: ModelImage): Place => {
    const known = places.get(image);
    if (known !== undefined) return known;
    const before = [...going.keys()].filter((other) => isBefore(volume, images, other, image));
    const all = [...before.map(placeOf), ...(going.get(image)?.isRoot ? [ownPlace(image)] : [])];
    const [last] = all.sort((a, b) => compare(b, a)) as [Place];
    places.set(image, last);
    return last;
  };
  const groups = new Map<string, { place: Place; members: ModelImage[] }>();
  for (const image of going.keys()) {
    const place = placeOf(image);
    const key = JSON.stringify(place);
    const group = groups.get(key) ?? { place, members: [] };
    groups.set(key, group);
    group.members.push(image);
  }
  return [...groups.values()].sort((a, b) => compare(a.place, b.place)).map(({ members }) => members);
}

function ownPlace(image: ModelImage): Place {
  const tags = image.ordinary.length > 0 ? image.ordinary : image.tags;
  const times = tags.map(({ time }) => time);
  const time = times.length > 0 ? Math.max(...times) : (untaggedSince(image) ?? 0);
  return { time, repository: image.repository.name, digest: image.digest };
}

function compare(a: Place, b: Place): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.repository !== b.repository) return a.repository < b.repository ? -1 : 1;
  return a.digest === b.digest ? 0 : a.digest < b.digest ? -1 : 1;
}

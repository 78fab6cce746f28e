import type { ModelImage } from './images.ts';
import type { ModelQuestion } from './question.ts';
import { type ModelTag, type ModelVolume, volumeOf } from './volume.ts';

/** A volume without some images, with what a registry removes along with each, and without some tags. */
export function without(
  volume: ModelVolume,
  images: readonly ModelImage[],
  tags: ReadonlyArray<{ readonly image: ModelImage; readonly tag: ModelTag }>,
  family: ModelQuestion['family'],
): ModelVolume {
  const repositories = volume.repositories.map((repository) => {
    const gone = new Set(images.filter((each) => each.repository === repository).map(({ digest }) => digest));
    const lone = new Set(
      tags.filter(({ image }) => image.repository === repository).map(({ tag }) => tag.name),
    );
    const isLeft = ([digest]: readonly [string, unknown]) => !gone.has(digest);
    const left = repository.tags.filter(({ name, target }) => !gone.has(target) && !lone.has(name));
    const goneTags = repository.tags.filter((tag) => !left.includes(tag)).map(({ name }) => name);
    return {
      ...repository,
      revisions: new Map([...repository.revisions].filter(isLeft)),
      layerLinks:
        family === '3.x' ? repository.layerLinks : new Map([...repository.layerLinks].filter(isLeft)),
      tags: left,
      histories: new Map([...repository.histories].filter(([name]) => !goneTags.includes(name))),
    };
  });
  return volumeOf(repositories, volume.blobs);
}

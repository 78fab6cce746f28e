import type { Image } from '../images/image.ts';
import type { RepositoryImages } from '../images/images.ts';
import type { ImageReason } from '../stay/image-reason.ts';
import type { RepositoryReason } from '../stay/repository-reason.ts';
import type { TagVerdict } from './select-tags.ts';
import type { ImageVerdict } from './select-untagged.ts';

/** A repository with what was selected in it and what is in the way. */
export interface Selection extends RepositoryImages {
  readonly reason: RepositoryReason | undefined;
  /** By the tag's id. */
  readonly tagVerdicts: ReadonlyMap<number, TagVerdict>;
  /** By image. */
  readonly imageVerdicts: ReadonlyMap<number, ImageVerdict>;
  /** Why an image stays by itself. */
  readonly imageReason: (image: Image) => ImageReason | undefined;
}

/** True for an image all of whose ordinary tags are selected. */
export function hasAllTagsSelected({ tagVerdicts }: Selection, { ordinaryTags }: Image): boolean {
  return ordinaryTags.length > 0 && ordinaryTags.every(({ id }) => tagVerdicts.get(id)?.isSelected === true);
}

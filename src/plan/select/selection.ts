import { groupBy } from '../../analyze/group-by.ts';
import type { Image, RepositoryImages } from '../images/images.ts';
import type { ImageReason } from '../stay/image-reason.ts';
import type { RepositoryReason } from '../stay/repository-reason.ts';
import type { TagVerdict } from './select-tags.ts';
import type { ImageVerdict } from './select-untagged.ts';

/** A repository with what was selected in it and what is in the way. */
export interface Selection extends RepositoryImages {
  readonly reason: RepositoryReason | undefined;
  /** By image. */
  readonly tagVerdicts: ReadonlyMap<number, readonly TagVerdict[]>;
  readonly imageVerdicts: ReadonlyMap<number, ImageVerdict>;
  /** Why an image stays by itself. */
  readonly imageReason: (image: Image) => ImageReason | undefined;
}

/** Tag verdicts by image. */
export function byImage(verdicts: readonly TagVerdict[]): Map<number, TagVerdict[]> {
  return groupBy(verdicts, ({ tag }) => tag.blob);
}

/** True for an image all of whose ordinary tags are selected. */
export function hasAllTagsSelected({ tagVerdicts }: Selection, { blob, ordinaryTags }: Image): boolean {
  if (ordinaryTags.length === 0) return false;
  const verdicts = tagVerdicts.get(blob) ?? [];
  return verdicts.every(({ tag, isSelected }) => tag.isAttached || isSelected);
}

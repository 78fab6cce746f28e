import type { Abort } from '../gc/aborts/abort.ts';
import type { RegistryFamily } from '../registry/family.ts';

/** Something that frees space, and the command that shows it. */
export interface Lever {
  readonly lever:
    | 'collection'
    | 'delete-untagged'
    | 'untagged'
    | 'keep-last'
    | 'older-than'
    | 'uploads'
    | 'leftovers';
  /** The families of registries of which it is true. */
  readonly families: readonly RegistryFamily[];
  /** Blobs, images (of plans), uploads or leftovers that go. */
  readonly count: number;
  /** What becomes free; of plans beyond what the plain collection frees as things are. */
  readonly bytes: number;
  /** Tags that can be pulled now, and could not be after. */
  readonly breaksTags: number;
  /** What would end the collection before its time. */
  readonly aborts?: Abort;
  /** Set where what goes may be in use. */
  readonly undetermined?: true;
  /** The command that shows it. */
  readonly command: string;
}

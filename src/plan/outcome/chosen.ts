import type { Contents } from '../../contents/contents.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { beginningThatFrees } from '../effects/enough.ts';
import { type Removal, removalOf } from '../effects/removal.ts';
import type { OrderedImage } from '../going/order.ts';
import type { Image } from '../images/image.ts';
import type { Candidates } from '../select/candidates.ts';

/** The images that one family's plan deletes. */
export interface Chosen {
  /** What is deleted with them, by every family. */
  readonly removal: Removal;
  /** Those of some repositories, in the order in which they go; sorted when somebody asks. */
  readonly orderedIn: (repositories: ReadonlySet<number>) => readonly OrderedImage[];
  /** Where only so much goes as is needed, so that what was selected may stay for no other reason. */
  readonly isCut: boolean;
}

/** All that may go. */
export function chooseAll(contents: Contents, candidates: Candidates): Chosen {
  return {
    removal: removalOf(contents, allImages(candidates)),
    orderedIn: candidates.orderedIn,
    isCut: false,
  };
}

function* allImages({ selections, going }: Candidates): Generator<{ repository: number; image: Image }> {
  for (const [repository, { images }] of selections)
    for (const blob of going.in(repository)) yield { repository, image: images.get(blob) as Image };
}

/** No more of it than it takes to free so many bytes. `freeAlready` is what the collection frees as it is. */
export function chooseEnough(
  contents: Contents,
  family: RegistryFamily,
  { ordered }: Candidates,
  { freeAlready, freeBytes }: { readonly freeAlready: number; readonly freeBytes: number },
): Chosen {
  const isEnough = freeAlready >= freeBytes;
  const needed = isEnough ? [] : beginningThatFrees(contents, family, ordered(), freeBytes);
  const orderedIn = (repositories: ReadonlySet<number>) =>
    needed.filter(({ repository }) => repositories.has(repository));
  return { removal: removalOf(contents, needed), orderedIn, isCut: true };
}

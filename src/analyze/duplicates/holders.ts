import type { Contents } from '../../contents/contents.ts';
import { Grouped, pairList } from '../../graph/grouped.ts';
import { Walk } from '../../graph/walk.ts';
import { compareBytewise, namedAs } from '../names.ts';

/** A repository that holds one of some images, and its tags that lead to one now. */
export interface HeldBy {
  readonly repository: string;
  /** Set where the name is no UTF-8. */
  readonly repositoryBase64?: string;
  /** The first 20, by name. */
  readonly tags: readonly string[];
}

/** How many repositories hold some images, and how many tags lead to one of them now. */
export interface HolderCounts {
  readonly repositories: number;
  readonly tags: number;
}

const NAMED = 20;

/** Who holds which images: repositories, and tags by their ids. */
export class Holders {
  readonly #contents: Contents;
  readonly #repositories: Grouped;
  readonly #tags: Grouped;

  constructor(contents: Contents) {
    const { graph, blobs, repositories, images } = contents;
    this.#contents = contents;
    const isImage = new Uint8Array(blobs.highest + 1);
    for (const image of images.manifests) isImage[image] = 1;
    const [byRepository, byTag] = [pairList([]), pairList([])];
    const walk = new Walk(graph, blobs.highest);
    const visitImages = (roots: Iterable<number>, visit: (image: number) => void) =>
      walk.visit(roots, (blob) => {
        if (isImage[blob] === 1) visit(blob);
      });
    for (const { id, tags, revisions } of repositories) {
      const note = (image: number) => {
        byRepository.push(image);
        byRepository.push(id);
      };
      walk.begin();
      visitImages(tags.targets, note);
      visitImages(revisions.directories, note);
      for (const { target } of revisions.unhealthy.values()) if (target !== null) visitImages([target], note);
      for (const [at, target] of tags.targets.entries()) {
        if (target === 0) continue;
        walk.begin();
        visitImages([target], (image) => {
          byTag.push(image);
          byTag.push(tags.ids[at] as number);
        });
      }
    }
    this.#repositories = new Grouped(byRepository, blobs.highest);
    this.#tags = new Grouped(byTag, blobs.highest);
  }

  /** The ids of the repositories that hold an image. */
  repositoriesOf(image: number): Int32Array {
    return this.#repositories.of(image);
  }

  count(images: Iterable<number>): HolderCounts {
    const { repositories, tags } = this.#of(images);
    return { repositories: repositories.size, tags: tags.size };
  }

  /** The first 20 repositories, by name, with their tags. */
  name(images: Iterable<number>): HeldBy[] {
    const of = this.#of(images);
    const named = this.#contents.repositories
      .filter(({ id }) => of.repositories.has(id))
      .sort((a, b) => compareBytewise(a.name, b.name));
    return named.slice(0, NAMED).map(({ storedName, tags }) => {
      const leading = tags.list.filter(({ id }) => of.tags.has(id)).map(({ name }) => name);
      return { ...namedAs('repository', storedName), tags: leading.sort(compareBytewise).slice(0, NAMED) };
    });
  }

  #of(images: Iterable<number>): { readonly repositories: Set<number>; readonly tags: Set<number> } {
    const [repositories, tags] = [new Set<number>(), new Set<number>()];
    for (const image of images) {
      for (const repository of this.#repositories.of(image)) repositories.add(repository);
      for (const tag of this.#tags.of(image)) tags.add(tag);
    }
    return { repositories, tags };
  }
}

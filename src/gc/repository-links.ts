import { isInSorted } from '../graph/sorted.ts';
import type { CollectorLink } from './collector-view.ts';
import { sortByWalk } from './walk-order.ts';

/** What the links of all repositories have in common. */
export interface LinkContext {
  readonly digestOf: (blob: number) => string;
  /** Undefined where nothing that comes of the links could tell in which order they were met. */
  readonly walkOrder: () => WalkOrder | undefined;
}

/** The order in which a registry walks the directories of digests. */
export interface WalkOrder {
  readonly blobs: Int32Array;
  /** By blob id: its place in `blobs`. */
  readonly ranks: Int32Array;
}

/** What is odd about a link in the directory of its digest: it says another digest, or none. */
export interface OddContent {
  readonly target: number | null;
  readonly content: Buffer | null;
}

/** What the link in the directory of a digest says; undefined where that is no digest. */
export function targetOf(odd: OddContent | undefined, directory: number): number | undefined {
  return odd === undefined ? directory : (odd.target ?? undefined);
}

/** What {@link RepositoryLinks} is made of. */
export interface LoadedLinks {
  /** The path of the directory they are in. */
  readonly top: string;
  /** The digests in whose directories they stand, by id. */
  readonly directories: Int32Array;
  /** By the digest of the directory, where the link does not just say that digest. */
  readonly oddContents: ReadonlyMap<number, OddContent>;
  /** Those that stand elsewhere. */
  readonly elsewhere: readonly CollectorLink[];
}

/**
 * A repository's links of one kind. There are many, and nearly all say the digest in whose directory they stand: so
 * those digests are kept, and a link is made of one when somebody asks for it.
 */
export class RepositoryLinks {
  readonly #loaded: LoadedLinks;
  readonly #context: LinkContext;

  constructor(loaded: LoadedLinks, context: LinkContext) {
    this.#loaded = loaded;
    this.#context = context;
  }

  get length(): number {
    return this.#loaded.directories.length + this.#loaded.elsewhere.length;
  }

  /** True where each link stands in the directory of a digest and says that digest. */
  get isPlain(): boolean {
    return this.#loaded.oddContents.size === 0 && this.#loaded.elsewhere.length === 0;
  }

  /** The digests in whose directories links stand, by id. */
  get directories(): Int32Array {
    return this.#loaded.directories;
  }

  /** True where there is a link in the directory of a digest. */
  has(directory: number): boolean {
    return isInSorted(this.#loaded.directories, directory);
  }

  /** The link in the directory of a digest, which is how a registry looks one up. */
  get(directory: number): CollectorLink | undefined {
    return this.has(directory) ? this.#linkIn(directory) : undefined;
  }

  /** What the link in the directory of a digest says; undefined where it says none or there is no link. */
  targetOf(directory: number): number | undefined {
    if (!this.has(directory)) return undefined;
    const { oddContents } = this.#loaded;
    return oddContents.size === 0 ? directory : targetOf(oddContents.get(directory), directory);
  }

  /** What the links say, where that is a digest, in no order. */
  get targets(): Int32Array {
    const { directories, elsewhere } = this.#loaded;
    if (this.isPlain) return directories;
    const said = [...directories].map((directory) => this.targetOf(directory));
    return Int32Array.from(
      [...said, ...elsewhere.map(({ target }) => target)].filter((each) => each !== undefined),
    );
  }

  /** As `directories`, in the order of the walk, where it can be told from any other. */
  get inOrder(): Int32Array {
    const order = this.#context.walkOrder();
    return order === undefined ? this.directories : sortByRank(this.directories, order);
  }

  /** In the order of the walk, where it can be told from any other. */
  *[Symbol.iterator](): Generator<CollectorLink> {
    const { elsewhere } = this.#loaded;
    const { inOrder } = this;
    if (elsewhere.length === 0) {
      for (let at = 0; at < inOrder.length; at++) yield this.#linkIn(inOrder[at] as number);
    } else {
      const links = [...inOrder].map((directory) => this.#linkIn(directory));
      yield* sortByWalk([...links, ...elsewhere], ({ path }) => path);
    }
  }

  #linkIn(directory: number): CollectorLink {
    const { top, oddContents } = this.#loaded;
    const odd = oddContents.size === 0 ? undefined : oddContents.get(directory);
    return new DirectoryLink(top, directory, odd, this.#context.digestOf);
  }
}

/** Through the ranks, because numbers are sorted several times faster without a function that compares them. */
function sortByRank(directories: Int32Array, { blobs, ranks }: WalkOrder): Int32Array {
  return directories
    .map((directory) => ranks[directory] as number)
    .sort()
    .map((rank) => blobs[rank] as number);
}

/** A link in the directory of its digest: its path is spelled out when somebody asks for it. */
class DirectoryLink implements CollectorLink {
  readonly directory: number;
  readonly target: number | undefined;
  readonly content: Buffer | undefined;
  readonly #top: string;
  readonly #digestOf: (blob: number) => string;

  constructor(
    top: string,
    directory: number,
    odd: OddContent | undefined,
    digestOf: (blob: number) => string,
  ) {
    this.#top = top;
    this.#digestOf = digestOf;
    this.directory = directory;
    this.target = targetOf(odd, directory);
    this.content = odd?.content ?? undefined;
  }

  get path(): string {
    return `${this.#top}/${this.#digestOf(this.directory).replace(':', '/')}/link`;
  }
}

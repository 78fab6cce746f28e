import { isInSorted } from '../../graph/sorted.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import { sortByRank, sortByWalk, type WalkOrder } from './walk-order.ts';

/** A link file. */
export interface Link {
  /** Relative to the volume's root. */
  readonly path: string;
  /** The digest it says, as a blob id; undefined where it says none. */
  readonly target: number | undefined;
  /** The blob id of the directory it stands in; undefined where it stands elsewhere. */
  readonly directory: number | undefined;
  /** What stands in it, where that is no digest. */
  readonly content: Buffer | undefined;
}

/** What the links of one kind have in common. */
export interface LinkContext extends DigestContext {
  /** The directory they are in, below that of their repository. */
  readonly within: string;
}

/** What the links of all repositories have in common. */
export interface DigestContext {
  readonly digestOf: (blob: number) => string;
  /** Undefined where nothing that comes of the links could tell in which order they were met. */
  readonly walkOrder: () => WalkOrder | undefined;
}

/** What an unhealthy link in the directory of a digest says: another digest (it is deviant), or none (it is damaged). */
export interface UnhealthyLink {
  readonly target: number | null;
  readonly content: Buffer | null;
}

/** What the link in the directory of a digest says; undefined where that is no digest. */
function targetOf(unhealthy: UnhealthyLink | undefined, directory: number): number | undefined {
  return unhealthy === undefined ? directory : (unhealthy.target ?? undefined);
}

/** What {@link RepositoryLinks} is made of. */
export interface LinkColumns {
  /** The name of the repository, as the inventory stores it. */
  readonly repository: string | Buffer;
  /** The digests in whose directories they stand, by id, sorted. */
  readonly directories: Int32Array;
  /** The deviant and damaged ones, by the digest of the directory. */
  readonly unhealthy: ReadonlyMap<number, UnhealthyLink>;
  /** Those that stand where none belongs. */
  readonly stray: readonly Link[];
}

/**
 * A repository's links of one kind. There are many, and nearly all say the digest in whose directory they stand: so
 * those digests are kept, and a link is made of one when somebody asks for it.
 */
export class RepositoryLinks {
  readonly #columns: LinkColumns;
  readonly #context: LinkContext;

  constructor(columns: LinkColumns, context: LinkContext) {
    this.#columns = columns;
    this.#context = context;
  }

  get length(): number {
    return this.#columns.directories.length + this.#columns.stray.length;
  }

  /** True where each link stands in the directory of a digest and says that digest. */
  get isPlain(): boolean {
    return this.#columns.unhealthy.size === 0 && this.#columns.stray.length === 0;
  }

  /** The digests in whose directories links stand, by id. */
  get directories(): Int32Array {
    return this.#columns.directories;
  }

  /** The deviant and damaged ones, by the digest of the directory. */
  get unhealthy(): ReadonlyMap<number, UnhealthyLink> {
    return this.#columns.unhealthy;
  }

  /** True where there is a link in the directory of a digest. */
  has(directory: number): boolean {
    return isInSorted(this.#columns.directories, directory);
  }

  /** The link in the directory of a digest, which is how a registry looks one up. */
  get(directory: number): Link | undefined {
    return this.has(directory) ? this.#linkIn(directory) : undefined;
  }

  /** What the link in the directory of a digest says; undefined where it says none or there is no link. */
  targetOf(directory: number): number | undefined {
    return this.has(directory) ? this.saidIn(directory) : undefined;
  }

  /** As `targetOf`, of one of `directories`. */
  saidIn(directory: number): number | undefined {
    const { unhealthy } = this.#columns;
    return unhealthy.size === 0 ? directory : targetOf(unhealthy.get(directory), directory);
  }

  /** What the links say, where that is a digest, in no order. */
  get targets(): Int32Array {
    const { directories, stray } = this.#columns;
    if (this.isPlain) return directories;
    const said = [...directories].map((directory) => this.saidIn(directory));
    return Int32Array.from(
      [...said, ...stray.map(({ target }) => target)].filter((each) => each !== undefined),
    );
  }

  /** As `directories`, in the order of the walk, where it can be told from any other. */
  get inOrder(): Int32Array {
    const order = this.#context.walkOrder();
    return order === undefined ? this.directories : sortByRank(this.directories, order);
  }

  /** In the order of the walk, where it can be told from any other. */
  *[Symbol.iterator](): Generator<Link> {
    const { stray } = this.#columns;
    const { inOrder } = this;
    if (stray.length === 0) {
      for (let at = 0; at < inOrder.length; at++) yield this.#linkIn(inOrder[at] as number);
    } else {
      const links = [...inOrder].map((directory) => this.#linkIn(directory));
      yield* sortByWalk([...links, ...stray], ({ path }) => path);
    }
  }

  /** The same without the links in the directories of some digests. Stray links stay: no registry deletes one. */
  without(directories: ReadonlySet<number>): RepositoryLinks {
    const { unhealthy, ...columns } = this.#columns;
    const left = {
      ...columns,
      directories: this.directories.filter((directory) => !directories.has(directory)),
      unhealthy: new Map([...unhealthy].filter(([directory]) => !directories.has(directory))),
    };
    return new RepositoryLinks(left, this.#context);
  }

  #linkIn(directory: number): Link {
    const { repository, unhealthy } = this.#columns;
    const said = unhealthy.size === 0 ? undefined : unhealthy.get(directory);
    return new DirectoryLink(repository, directory, said, this.#context);
  }
}

/** A link in the directory of its digest: its path is spelled out when somebody asks for it. */
class DirectoryLink implements Link {
  readonly directory: number;
  readonly target: number | undefined;
  readonly content: Buffer | undefined;
  readonly #repository: string | Buffer;
  readonly #context: LinkContext;

  constructor(
    repository: string | Buffer,
    directory: number,
    unhealthy: UnhealthyLink | undefined,
    context: LinkContext,
  ) {
    this.#repository = repository;
    this.#context = context;
    this.directory = directory;
    this.target = targetOf(unhealthy, directory);
    this.content = unhealthy?.content ?? undefined;
  }

  get path(): string {
    const { within, digestOf } = this.#context;
    const slot = digestOf(this.directory).replace(':', '/');
    return `${REPOSITORIES}/${this.#repository}/${within}/${slot}/link`;
  }
}

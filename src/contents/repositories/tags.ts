import { loadColumns, runsOf } from '../../inventory/format/packed-columns.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Database } from '../../inventory/format/sqlite.ts';

/** An entry of a repository's `tags/`. */
export interface Tag {
  readonly id: number;
  readonly name: string;
  /** True for a symlink that leads nowhere, too: a registry finds no link there. */
  readonly isDirectory: boolean;
  readonly target: number | undefined;
  /** What `current/link` says, where that is no digest; undefined where there is none. */
  readonly content: Buffer | undefined;
  readonly history: ReadonlySet<number>;
  /** The newest of its history: what it pointed to before its link was damaged. Several, where their times are the same. */
  readonly lastTargets: readonly number[];
}

/** A repository's tags, by name. There are many, and most questions are about their targets only. */
export class RepositoryTags {
  /** What they point to, as blob ids; 0 where that is no digest. */
  readonly targets: Int32Array;
  /** The tags' own ids, in the same order. */
  readonly ids: Int32Array;
  readonly #make: () => readonly Tag[];
  #list: readonly Tag[] | undefined;

  constructor(ids: Int32Array, targets: Int32Array, make: () => readonly Tag[]) {
    this.ids = ids;
    this.targets = targets;
    this.#make = make;
  }

  get list(): readonly Tag[] {
    this.#list ??= this.#make();
    return this.#list;
  }

  /** The same without the tags of some names. */
  without(names: ReadonlySet<string>): RepositoryTags {
    const left = this.list.filter(({ name }) => !names.has(name));
    const ids = Int32Array.from(left, ({ id }) => id);
    const targets = Int32Array.from(left, ({ target }) => target ?? 0);
    return new RepositoryTags(ids, targets, () => left);
  }
}

const NO_TAGS = new RepositoryTags(new Int32Array(), new Int32Array(), () => []);

/** Loads the tags of all repositories: what it gives makes those of one, by its id. */
export function loadTags(database: Database): (repository: number) => RepositoryTags {
  const details = new TagDetails(database);
  const { id: ids, repository_id: repositories, target_id: targets } = loadColumns(database, 'tag');
  const tags = new Map<number, RepositoryTags>();
  for (const { repository, start, end } of runsOf(repositories)) {
    const [ownIds, ownTargets] = [ids.subarray(start, end), targets.subarray(start, end)];
    const make = () =>
      [...ownTargets].map((target, at) => {
        const [id, place] = [ownIds[at] as number, start + at];
        return new LoadedTag(details, { id, place, target, odd: details.oddityOf(id) });
      });
    tags.set(repository, new RepositoryTags(ownIds, ownTargets, make));
  }
  return (repository) => tags.get(repository) ?? NO_TAGS;
}

interface OddTag {
  readonly id: number;
  readonly kind: string;
  readonly content: Buffer | null;
}

const ODD_SQL = `SELECT id, kind, content FROM tag WHERE kind <> 'directory' OR content IS NOT NULL`;

/** In the order of the packed columns. */
const TAGS = 'tag ORDER BY repository_id, name';

/** What most questions never ask of a tag; loaded for all of them when somebody asks for one. */
class TagDetails {
  readonly #database;
  #names: readonly string[] | undefined;
  #histories: ReadonlyMap<number, ReadonlyMap<number, number>> | undefined;
  #odd: ReadonlyMap<number, OddTag> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By the tag's place in the list of all. */
  nameOf(place: number): string {
    this.#names ??= this.#database
      .prepare<[], string | Buffer>(`SELECT name FROM ${TAGS}`)
      .pluck()
      .all()
      .map(String);
    return this.#names[place] ?? '';
  }

  /** By the tag's id: what it is where it is no tag, and what its link says where that is no digest. */
  oddityOf(id: number): OddTag | undefined {
    this.#odd ??= new Map(
      this.#database
        .prepare<[], OddTag>(ODD_SQL)
        .all()
        .map((tag) => [tag.id, tag]),
    );
    return this.#odd.get(id);
  }

  /** By the tag's id: the digests it had, and when it got each. */
  historyOf(id: number): ReadonlyMap<number, number> {
    this.#histories ??= this.#loadHistories();
    return this.#histories.get(id) ?? new Map();
  }

  #loadHistories(): Map<number, Map<number, number>> {
    const columns = ['tag_id', 'blob_id', 'modified_at'] as const;
    const [tags, blobs, times] = readNumbers(this.#database, [...columns], 'tag_history');
    const histories = new Map<number, Map<number, number>>();
    for (const [at, tag] of tags.entries()) {
      const history = histories.get(tag) ?? new Map<number, number>();
      histories.set(tag, history.set(blobs[at] as number, times[at] as number));
    }
    return histories;
  }
}

/** Kinds of entries of `tags/` that are no plain file: what was not followed may be a directory. */
const ENDS_NO_COLLECTION: ReadonlySet<string> = new Set(['directory', 'dangling', 'not-followed']);

/** An entry of `tags/`: its name and history are loaded when somebody asks for them. */
class LoadedTag implements Tag {
  readonly id: number;
  readonly isDirectory: boolean;
  readonly target: number | undefined;
  readonly content: Buffer | undefined;
  readonly #place: number;
  readonly #details: TagDetails;

  constructor(
    details: TagDetails,
    { id, place, target, odd }: { id: number; place: number; target: number; odd: OddTag | undefined },
  ) {
    this.#details = details;
    this.#place = place;
    this.id = id;
    this.target = target === 0 ? undefined : target;
    this.isDirectory = odd === undefined || ENDS_NO_COLLECTION.has(odd.kind);
    this.content = odd?.content ?? undefined;
  }

  get name(): string {
    return this.#details.nameOf(this.#place);
  }

  get history(): ReadonlySet<number> {
    return new Set(this.#details.historyOf(this.id).keys());
  }

  get lastTargets(): number[] {
    const history = [...this.#details.historyOf(this.id)];
    const newest = history.reduce((latest, [, time]) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
    return history.flatMap(([target, time]) => (time === newest ? [target] : []));
  }
}

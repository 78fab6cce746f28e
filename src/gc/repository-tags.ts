import { loadColumns, runsOf } from '../inventory/packed-columns.ts';
import { readNumbers } from '../inventory/read-numbers.ts';
import type { Inventory } from '../inventory/reader.ts';
import type { CollectorTag } from './collector-view.ts';

/** What most collections never ask of a tag; loaded for all of them when somebody asks for one. */
class TagDetails {
  readonly #database;
  #names: readonly string[] | undefined;
  #histories: ReadonlyMap<number, ReadonlySet<number>> | undefined;

  constructor({ database }: Inventory) {
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

  /** By the tag's id. */
  historyOf(id: number): ReadonlySet<number> {
    this.#histories ??= this.#loadHistories();
    return this.#histories.get(id) ?? new Set();
  }

  #loadHistories(): Map<number, Set<number>> {
    const [tags, blobs] = readNumbers(this.#database, ['tag_id', 'blob_id'], 'tag_history');
    const histories = new Map<number, Set<number>>();
    for (const [at, tag] of tags.entries()) {
      const history = histories.get(tag);
      if (history === undefined) histories.set(tag, new Set([blobs[at] as number]));
      else history.add(blobs[at] as number);
    }
    return histories;
  }
}

/** An entry of `tags/`: its name and history are loaded when somebody asks for them. */
class LoadedTag implements CollectorTag {
  readonly isDirectory: boolean;
  readonly target: number | undefined;
  readonly content: Buffer | undefined;
  readonly #id: number;
  readonly #place: number;
  readonly #details: TagDetails;

  constructor(
    details: TagDetails,
    { id, place, target, odd }: { id: number; place: number; target: number; odd: OddTag | undefined },
  ) {
    this.#details = details;
    this.#id = id;
    this.#place = place;
    this.target = target === 0 ? undefined : target;
    this.isDirectory = odd === undefined || odd.kind === 'directory' || odd.kind === 'dangling';
    this.content = odd?.content ?? undefined;
  }

  get name(): string {
    return this.#details.nameOf(this.#place);
  }

  get history(): ReadonlySet<number> {
    return this.#details.historyOf(this.#id);
  }
}

interface OddTag {
  readonly id: number;
  readonly kind: string;
  readonly content: Buffer | null;
}

/** In the order of the packed columns. */
const TAGS = 'tag ORDER BY repository_id, name';

/** A repository's tags, by name. There are many, and most collections ask for their targets only. */
export class RepositoryTags {
  /** What they point to, as blob ids; 0 where that is no digest. */
  readonly targets: Int32Array;
  readonly #make: () => CollectorTag[];
  #list: readonly CollectorTag[] | undefined;

  constructor(targets: Int32Array, make: () => CollectorTag[]) {
    this.targets = targets;
    this.#make = make;
  }

  get list(): readonly CollectorTag[] {
    this.#list ??= this.#make();
    return this.#list;
  }
}

/** Loads the tags of all repositories by repository id. */
export function loadTags(inventory: Inventory): Map<number, RepositoryTags> {
  const { database } = inventory;
  const odd = database
    .prepare<[], OddTag>(`SELECT id, kind, content FROM tag WHERE kind <> 'directory' OR content IS NOT NULL`)
    .all();
  const oddById = new Map(odd.map((tag) => [tag.id, tag]));
  const details = new TagDetails(inventory);
  const { id: ids, repository_id: repositories, target_id: targets } = loadColumns(database, 'tag');
  const tags = new Map<number, RepositoryTags>();
  for (const { repository, start, end } of runsOf(repositories)) {
    const own = targets.subarray(start, end);
    const make = () =>
      [...own].map((target, at) => {
        const [id, place] = [ids[start + at] as number, start + at];
        return new LoadedTag(details, { id, place, target, odd: oddById.get(id) });
      });
    tags.set(repository, new RepositoryTags(own, make));
  }
  return tags;
}

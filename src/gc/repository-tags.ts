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

/** In the order of an index. */
const TAGS = 'tag ORDER BY repository_id, name';

/** Loads the tags of all repositories by repository id, each repository's by name. */
export function loadTags(inventory: Inventory): Map<number, CollectorTag[]> {
  const { database } = inventory;
  const odd = database
    .prepare<[], OddTag>(`SELECT id, kind, content FROM tag WHERE kind <> 'directory' OR content IS NOT NULL`)
    .all();
  const oddById = new Map(odd.map((tag) => [tag.id, tag]));
  const details = new TagDetails(inventory);
  const [ids, repositories, targets] = readNumbers(
    database,
    ['id', 'repository_id', 'target_id'],
    `(SELECT id, repository_id, target_id FROM ${TAGS})`,
  );
  const tags = new Map<number, CollectorTag[]>();
  for (const [place, id] of ids.entries()) {
    const repository = repositories[place] as number;
    const target = targets[place] as number;
    const tag = new LoadedTag(details, { id, place, target, odd: oddById.get(id) });
    const list = tags.get(repository);
    if (list === undefined) tags.set(repository, [tag]);
    else list.push(tag);
  }
  return tags;
}

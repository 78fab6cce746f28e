import * as fc from 'fast-check';
import { type Content, type Image, image, indexOf, layer } from './images.ts';
import type { LiveRegistry } from './live-registry.ts';

const REPOSITORIES = ['alpine', 'team', 'team/app', 'tools/multi', 'mirror/tools/multi'];
/** Those that nobody touches after the beginning. */
const IDLE = Array.from({ length: 8 }, (_, number) => `idle/${number}`);
const TAGS = ['1', '2', 'latest'];

/** One thing that clients or the operator do; the numbers choose among what there is then. */
export interface Operation {
  readonly operation: (typeof OPERATIONS)[number];
  readonly repository: number;
  readonly tag: number;
  readonly pick: number;
}

// The more often one stands here, the more often it is done.
const OPERATIONS = [
  ...['push', 'push', 'push'],
  ...['push again', 'push again'],
  ...['move tag back', 'move tag back', 'move tag back'],
  ...['tag', 'tag'],
  'push index',
  ...['mount', 'mount'],
  ...['delete', 'delete'],
  'push layer',
  'abandon upload',
  'collect',
  'collect untagged',
] as const;

/** A few operations in a row. */
export const someOperations: fc.Arbitrary<Operation[]> = fc.array(
  fc.record({
    operation: fc.constantFrom(...OPERATIONS),
    repository: fc.nat(999),
    tag: fc.nat(999),
    pick: fc.nat(999),
  }),
  { minLength: 3, maxLength: 6 },
);

/** A manifest that a repository serves, after the children it has if it is an index. */
type Served = readonly Content[];

/** Does operations on a registry, and remembers what they have left there. */
export class RandomTraffic {
  /** How often each operation found something to do. */
  readonly done: Record<string, number> = {};
  readonly #registry: LiveRegistry;
  readonly #images: { readonly repository: string; readonly made: Image }[] = [];
  readonly #served = new Map<string, Served[]>(REPOSITORIES.map((name) => [name, []]));
  /** What a tag has pointed to, by repository and tag. */
  readonly #history = new Map<string, Served[]>();
  #layers = 0;

  constructor(registry: LiveRegistry) {
    this.#registry = registry;
  }

  /** Pushes to every repository, first to those that stay as they are then. */
  async begin(): Promise<void> {
    for (const repository of IDLE) {
      const base = this.#newLayer();
      for (const tag of TAGS) {
        await this.#registry.client.pushImage(repository, image([base, this.#newLayer()]), tag);
      }
    }
    for (const repository of REPOSITORIES) await this.#push(repository, 'latest');
  }

  async perform({ operation, ...numbers }: Operation): Promise<void> {
    const repository = choose(REPOSITORIES, numbers.repository)!;
    const tag = choose(TAGS, numbers.tag)!;
    if (await this.#perform(operation, repository, tag, numbers.pick))
      this.done[operation] = (this.done[operation] ?? 0) + 1;
  }

  /** False where there was nothing to do it with. */
  async #perform(
    operation: Operation['operation'],
    repository: string,
    tag: string,
    pick: number,
  ): Promise<boolean> {
    const { client } = this.#registry;
    switch (operation) {
      case 'push':
        await this.#push(repository, tag);
        return true;
      case 'push again':
        return this.#pushAgain(choose(this.#images, pick), tag);
      case 'move tag back':
        return this.#tag(repository, choose(this.#history.get(`${repository}:${tag}`) ?? [], pick), tag);
      case 'tag':
        return this.#tag(repository, choose(this.#served.get(repository)!, pick), tag);
      case 'push index':
        return this.#pushIndex(repository, tag);
      case 'mount':
        return this.#mount(repository, tag, pick);
      case 'delete':
        return this.#delete(repository, choose(this.#served.get(repository)!, pick));
      case 'push layer':
        await client.pushBlob(repository, this.#newLayer().bytes);
        return true;
      case 'abandon upload':
        await client.abandonUpload(repository, this.#newLayer().bytes);
        return true;
      default:
        await this.#collect(operation === 'collect untagged');
        return true;
    }
  }

  #newLayer() {
    return layer(`layer ${++this.#layers}`, 1_000 + this.#layers);
  }

  async #push(repository: string, tag: string): Promise<void> {
    const made = image([layer(`base ${this.#layers % 3}`, 2_000), this.#newLayer()]);
    await this.#registry.client.pushImage(repository, made, tag);
    this.#images.push({ repository, made });
    this.#remember(repository, [made.manifest], tag);
  }

  /** The same image as ever, even where it was deleted and collected meanwhile. */
  async #pushAgain(
    pushed: { readonly repository: string; readonly made: Image } | undefined,
    tag: string,
  ): Promise<boolean> {
    if (pushed === undefined) return false;
    const { repository, made } = pushed;
    await this.#registry.client.pushImage(repository, made, tag);
    this.#remember(repository, [made.manifest], tag);
    return true;
  }

  async #tag(repository: string, served: Served | undefined, tag: string): Promise<boolean> {
    if (served === undefined) return false;
    await this.#registry.client.putManifest(repository, served.at(-1)!, tag);
    this.#remember(repository, served, tag);
    return true;
  }

  async #pushIndex(repository: string, tag: string): Promise<boolean> {
    const children = this.#served
      .get(repository)!
      .filter(({ length }) => length === 1)
      .slice(-2)
      .flat();
    if (children.length === 0) return false;
    const index = indexOf(children.map((manifest) => ({ manifest, more: {} })));
    return this.#tag(repository, [...children, index], tag);
  }

  /** A layer from another repository, or all of an image. */
  async #mount(to: string, tag: string, pick: number): Promise<boolean> {
    const mountable = this.#images.filter(
      ({ repository, made }) => repository !== to && this.#serves(repository, made.manifest),
    );
    const pushed = choose(mountable, pick);
    if (pushed === undefined) return false;
    const { repository, made } = pushed;
    const isWhole = pick % 2 === 0;
    for (const { digest } of isWhole ? [...made.layers, made.config] : made.layers) {
      const query = new URLSearchParams({ mount: digest, from: repository });
      const url = `http://${this.#registry.address}/v2/${to}/blobs/uploads/?${query}`;
      const { status } = await fetch(url, { method: 'POST' });
      if (status !== 201)
        throw new Error(`mounting ${digest} from ${repository} in ${to} answered ${status}`);
    }
    return isWhole ? this.#tag(to, [made.manifest], tag) : true;
  }

  async #delete(repository: string, served: Served | undefined): Promise<boolean> {
    if (served === undefined) return false;
    await this.#registry.client.deleteManifest(repository, served.at(-1)!.digest);
    await this.#forgetUnserved([repository]);
    return true;
  }

  async #collect(deleteUntagged: boolean): Promise<void> {
    await this.#registry.stop();
    await this.#registry.garbageCollect({ deleteUntagged });
    await this.#registry.restart();
    await this.#forgetUnserved(REPOSITORIES);
  }

  #serves(repository: string, manifest: Content): boolean {
    return this.#served.get(repository)!.some((served) => served.at(-1)!.digest === manifest.digest);
  }

  #remember(repository: string, served: Served, tag: string): void {
    if (!this.#serves(repository, served.at(-1)!)) this.#served.get(repository)!.push(served);
    const key = `${repository}:${tag}`;
    this.#history.set(key, [...(this.#history.get(key) ?? []), served]);
  }

  async #forgetUnserved(repositories: readonly string[]): Promise<void> {
    for (const repository of repositories) {
      const isServed = async (served: Served) => {
        const found = served.map(({ digest }) => this.#registry.client.findManifest(repository, digest));
        return (await Promise.all(found)).every((manifest) => manifest !== null);
      };
      this.#served.set(repository, await filter(this.#served.get(repository)!, isServed));
      for (const tag of TAGS.map((name) => `${repository}:${name}`))
        this.#history.set(tag, await filter(this.#history.get(tag) ?? [], isServed));
    }
  }
}

function choose<T>(from: readonly T[], number: number): T | undefined {
  return from[number % from.length];
}

async function filter<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const item of items) if (await holds(item)) kept.push(item);
  return kept;
}

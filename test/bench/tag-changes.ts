import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SHARE = 0.01;

/**
 * What happens to 1 % of a volume's tags between two scans: a third each is moved to an earlier manifest, pushed anew,
 * deleted. `toggle` does it, or takes it back, which is as much of a change: the volume is kept for later runs.
 */
export class TagChanges {
  readonly #tree: string;
  readonly #holding: string;
  readonly #tags: string[];
  #isDone = false;
  #moved: Array<{ link: string; before: string }> = [];
  #pushed: string[] = [];
  #deleted: Array<{ tag: string; held: string }> = [];

  /** `holding` is an empty place on the volume's own disk, beside it. */
  constructor(root: string, holding: string) {
    this.#tree = join(root, 'docker/registry/v2');
    this.#holding = holding;
    this.#tags = everyNth(findTags(join(this.#tree, 'repositories')), Math.round(1 / SHARE));
  }

  get count(): number {
    return this.#tags.length;
  }

  toggle(): void {
    if (this.#isDone) this.undo();
    else
      for (const [at, tag] of this.#tags.entries())
        [this.#move, this.#push, this.#delete][at % 3]?.call(this, tag);
    this.#isDone = !this.#isDone;
  }

  /** Leaves the volume as it was. */
  undo(): void {
    for (const { link, before } of this.#moved) writeFileSync(link, before);
    for (const path of this.#pushed) rmSync(path, { recursive: true, force: true });
    for (const { tag, held } of this.#deleted) renameSync(held, tag);
    this.#moved = [];
    this.#pushed = [];
    this.#deleted = [];
  }

  #move(tag: string): void {
    const link = join(tag, 'current/link');
    const before = readFileSync(link, 'latin1');
    const revisions = readdirSync(join(tag, '../../revisions/sha256'));
    writeFileSync(link, `sha256:${revisions.find((hex) => !before.endsWith(hex)) ?? revisions[0]}`);
    this.#moved.push({ link, before });
  }

  #push(tag: string): void {
    const repository = dirname(dirname(dirname(tag)));
    const hexes: string[] = [];
    const describe = (mediaType: string, bytes: string) => {
      const hex = this.#blob(bytes);
      hexes.push(hex);
      return { mediaType, size: Buffer.byteLength(bytes), digest: `sha256:${hex}` };
    };
    const config = describe(
      'application/vnd.oci.image.config.v1+json',
      `{"os":"linux","pushed":${JSON.stringify(tag)}}`,
    );
    const layers = [describe('application/vnd.oci.image.layer.v1.tar+gzip', `layer of ${tag}`)];
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = this.#blob(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
    for (const hex of hexes) this.#link(join(repository, '_layers/sha256', hex), hex);
    this.#link(join(repository, '_manifests/revisions/sha256', manifest), manifest);
    const pushed = `${tag}-pushed`;
    this.#link(join(pushed, 'index/sha256', manifest), manifest);
    this.#link(join(pushed, 'current'), manifest);
    this.#pushed.push(pushed);
  }

  #delete(tag: string): void {
    const held = join(this.#holding, String(this.#deleted.length));
    renameSync(tag, held);
    this.#deleted.push({ tag, held });
  }

  #blob(bytes: string): string {
    const hex = createHash('sha256').update(bytes).digest('hex');
    const directory = join(this.#tree, 'blobs/sha256', hex.slice(0, 2), hex);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'data'), bytes);
    this.#pushed.push(directory);
    return hex;
  }

  #link(directory: string, hex: string): void {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'link'), `sha256:${hex}`);
    this.#pushed.push(directory);
  }
}

function findTags(repositories: string): string[] {
  const namespaces = readdirSync(repositories).map((name) => join(repositories, name));
  const all = namespaces.flatMap((namespace) => readdirSync(namespace).map((name) => join(namespace, name)));
  return all.flatMap((repository) => {
    const tags = join(repository, '_manifests/tags');
    return readdirSync(tags).map((tag) => join(tags, tag));
  });
}

function everyNth<T>(items: readonly T[], n: number): T[] {
  return items.filter((_, at) => at % n === 0);
}

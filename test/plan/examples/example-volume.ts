import * as fs from 'node:fs';
import type { LayerSpec } from '../../support/push-options.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { blobPath } from '../../support/volume-paths.ts';

/** How an image of an example is pushed. */
interface Pushed {
  readonly tags?: readonly string[];
  readonly repository?: string;
  readonly subject?: string;
  readonly layers?: readonly LayerSpec[];
}

/** Writes the volume of an example, in which images have names of a letter or two, and ages are in days. */
export class ExampleVolume {
  readonly builder: VolumeBuilder;
  readonly #now: number;
  readonly #digests = new Map<string, string>();

  constructor(directory: string, now: number) {
    this.builder = aVolume(directory);
    this.#now = now;
  }

  /** An image, or another push of one. */
  image(
    name: string,
    days: number,
    { tags = [], repository = 'app', subject, layers = [name] }: Pushed = {},
  ): this {
    const pushed = this.#at(days)
      .repository(repository)
      .image({ layers, label: name, subject: subject === undefined ? undefined : this.digest(subject) });
    return this.#tagged(name, pushed.digest, days, tags, repository);
  }

  /** An index of images that are there already. */
  index(name: string, days: number, children: readonly string[], tags: readonly string[] = []): this {
    const listed = children.map((child) => ({ listed: this.digest(child) }));
    const { digest } = this.#at(days)
      .repository('app')
      .index({ children: listed, annotations: { 'org.example.name': name } });
    return this.#tagged(name, digest, days, tags, 'app');
  }

  /** Points a tag to an image that is there already. */
  tag(tag: string, name: string, days: number, repository = 'app'): this {
    this.#at(days).repository(repository).tag(tag, this.digest(name));
    return this;
  }

  /** Pushes an image again by its digest. */
  pushAgain(name: string, days: number): this {
    this.#at(days).repository('app').revisionLink(this.digest(name));
    return this;
  }

  /** A name for a digest that is not in the volume. */
  absent(name: string, digest: string): this {
    this.#digests.set(name, digest);
    return this;
  }

  digest(name: string): string {
    const digest = this.#digests.get(name);
    if (digest === undefined) throw new Error(`There is no image ${name}.`);
    return digest;
  }

  /** The digest of an image's config. */
  config(name: string): string {
    return JSON.parse(this.content(name)).config.digest;
  }

  /** The bytes of an image's manifest. */
  content(name: string): string {
    return fs.readFileSync(this.builder.resolve(blobPath(this.digest(name))), 'utf8');
  }

  /** What an image is called, by its digest, or the end of a tag that is named for one. */
  nameOf(digest: string): string {
    const [name] = [...this.#digests].find(([, each]) => each === digest) ?? [];
    return name ?? digest;
  }

  /** The name of a tag that tools give to the signature of an image. */
  signatureOf(name: string): string {
    return `${this.digest(name).replace(':', '-')}.sig`;
  }

  #at(days: number): VolumeBuilder {
    return this.builder.at(new Date(this.#now - days * 86_400_000));
  }

  #tagged(name: string, digest: string, days: number, tags: readonly string[], repository: string): this {
    this.#digests.set(name, digest);
    for (const tag of tags) this.tag(tag, name, days, repository);
    return this;
  }
}

import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Algorithm, digestOf, madeBytes, madeDigest } from './made-bytes.ts';
import { type Descriptor, MEDIA_TYPES } from './manifest-json.ts';
import { RepositoryBuilder } from './repository-builder.ts';
import { BLOBS, blobPath, REPOSITORIES } from './volume-paths.ts';

/** Starts a registry volume, as plain files, in a directory. */
export function aVolume(dir: string): VolumeBuilder {
  return new VolumeBuilder(dir);
}

/** Writes a registry volume file by file; all paths are relative to the registry's root directory. */
export class VolumeBuilder {
  readonly dir: string;
  readonly #repositories = new Map<string, RepositoryBuilder>();
  #time: Date | undefined;

  constructor(dir: string) {
    this.dir = dir;
    this.makeDirectory(BLOBS).makeDirectory(REPOSITORIES);
  }

  /** Every file written from now on carries this modification time. */
  at(time: string | Date): this {
    this.#time = new Date(time);
    return this;
  }

  /** The builder of one repository; the same one for the same name. */
  repository(name: string): RepositoryBuilder {
    const repository = this.#repositories.get(name) ?? new RepositoryBuilder(this, name);
    this.#repositories.set(name, repository);
    return repository;
  }

  /** Writes a blob unless it is there, and says its digest. */
  writeBlob(bytes: Buffer | string, algorithm: Algorithm = 'sha256'): string {
    const digest = digestOf(bytes, algorithm);
    if (!this.has(blobPath(digest))) this.writeFileAt(blobPath(digest), bytes);
    return digest;
  }

  /** A blob of a given length that takes no room on the disk; its digest is not that of its bytes. */
  writeSparseBlob(name: string, bytes: number): string {
    const digest = madeDigest(`${name} ${bytes}`);
    this.writeFileAt(blobPath(digest), '');
    fs.truncateSync(this.resolve(blobPath(digest)), bytes);
    this.#stamp(blobPath(digest));
    return digest;
  }

  /** A blob that no repository ever heard of. */
  orphan(name: string, bytes = 1000): string {
    return this.writeBlob(madeBytes(name, bytes));
  }

  /** What a pull-through cache keeps beside the tree: one entry per `repository@digest`. */
  schedulerState(keys: readonly string[], expires = '2026-02-01T00:00:00Z'): this {
    const entries = keys.map((key) => [key, { Key: key, ExpiryData: expires, EntryType: 0 }]);
    return this.writeFileAt('scheduler-state.json', JSON.stringify(Object.fromEntries(entries)));
  }

  /** Plants a link with exactly this content. */
  writeLink(relativePath: string, content: string): this {
    return this.writeFileAt(relativePath, content);
  }

  /** Plants a file. */
  writeFileAt(relativePath: string, bytes: Buffer | string): this {
    fs.mkdirSync(path.dirname(this.resolve(relativePath)), { recursive: true });
    fs.writeFileSync(this.resolve(relativePath), bytes);
    return this.#stamp(relativePath);
  }

  makeDirectory(relativePath: string): this {
    fs.mkdirSync(this.resolve(relativePath), { recursive: true });
    return this;
  }

  /** Plants a symbolic link; the target is written as given. */
  symlink(relativePath: string, target: string): this {
    fs.mkdirSync(path.dirname(this.resolve(relativePath)), { recursive: true });
    fs.symlinkSync(target, this.resolve(relativePath));
    return this;
  }

  /** Plants a second name for a file. */
  hardLink(relativePath: string, existing: string): this {
    fs.mkdirSync(path.dirname(this.resolve(relativePath)), { recursive: true });
    fs.linkSync(this.resolve(existing), this.resolve(relativePath));
    return this;
  }

  /** Removes a file or a whole directory, whether or not it is there. */
  remove(relativePath: string): this {
    fs.rmSync(this.resolve(relativePath), { recursive: true, force: true });
    return this;
  }

  /** Gives every file and directory of the volume the same modification time. */
  age(time: string | Date): this {
    const entries = fs.readdirSync(this.dir, { recursive: true, withFileTypes: true });
    // Deepest first, or a directory's time would be lost to what is done inside it.
    for (const entry of entries.reverse()) {
      fs.lutimesSync(path.join(entry.parentPath, entry.name), new Date(time), new Date(time));
    }
    fs.utimesSync(this.dir, new Date(time), new Date(time));
    return this;
  }

  /** True where something stands, be it a symlink that leads nowhere. */
  has(relativePath: string): boolean {
    return fs.lstatSync(this.resolve(relativePath), { throwIfNoEntry: false }) !== undefined;
  }

  /** The descriptor of a manifest that may be in the volume already. */
  describe(digest: string): Descriptor {
    if (!fs.existsSync(this.resolve(blobPath(digest))))
      return { mediaType: MEDIA_TYPES.oci.manifest, digest, size: 500 };
    const bytes = fs.readFileSync(this.resolve(blobPath(digest)));
    return { mediaType: namedType(bytes) ?? MEDIA_TYPES.oci.manifest, digest, size: bytes.length };
  }

  resolve(relativePath: string): string {
    return path.join(this.dir, relativePath);
  }

  #stamp(relativePath: string): this {
    if (this.#time) fs.utimesSync(this.resolve(relativePath), this.#time, this.#time);
    return this;
  }
}

function namedType(bytes: Buffer): string | undefined {
  return /"mediaType"\s*:\s*"([^"]+)"/.exec(bytes.toString('latin1'))?.[1];
}

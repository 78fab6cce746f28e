import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  futimesSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** How many files of each kind were written. */
export interface VolumeCounts {
  blobs: number;
  layerLinks: number;
  revisions: number;
  tags: number;
  tagHistory: number;
  uploads: number;
  files: number;
}

const DAY = 86_400;
const FIRST_PUSH = Date.UTC(2024, 0, 1) / 1000;

/** Writes the files of a registry-v2 tree below a root directory and counts them. */
export class VolumeFiles {
  readonly counts: VolumeCounts = {
    blobs: 0,
    layerLinks: 0,
    revisions: 0,
    tags: 0,
    tagHistory: 0,
    uploads: 0,
    files: 0,
  };
  readonly #tree: string;
  readonly #parents = new Set<string>();

  constructor(root: string) {
    this.#tree = join(root, 'docker/registry/v2');
  }

  /** Writes a blob whose bytes are known, and returns its digest. */
  content(bytes: Buffer): string {
    const hex = sha256(bytes);
    this.#blob(hex, (fd) => writeSync(fd, bytes));
    return hex;
  }

  /** Makes a blob of a given length that takes no space; its digest is that of its name, so only `verify` could tell. */
  sparse(name: string, size: number): string {
    const hex = sha256(name);
    this.#blob(hex, (fd) => ftruncateSync(fd, size));
    return hex;
  }

  /** Links a layer or a config into a repository. */
  layerLink(repository: string, hex: string): void {
    this.#link(`${repository}/_layers/sha256`, hex, hex);
    this.counts.layerLinks++;
  }

  /** Links a manifest into a repository. */
  revision(repository: string, hex: string): void {
    this.#link(`${repository}/_manifests/revisions/sha256`, hex, hex);
    this.counts.revisions++;
  }

  /** Points a tag at a manifest. */
  tag(repository: string, tag: string, hex: string): void {
    this.#link(`${repository}/_manifests/tags/${tag}`, 'current', hex);
    this.counts.tags++;
  }

  /** Remembers that a tag pointed at a manifest once. */
  tagHistory(repository: string, tag: string, hex: string): void {
    this.#link(`${repository}/_manifests/tags/${tag}/index/sha256`, hex, hex);
    this.counts.tagHistory++;
  }

  /** Leaves a push that began and was never finished. */
  upload(repository: string, id: string, size: number): void {
    const directory = this.#directory(`repositories/${repository}/_uploads/${id}`);
    writeFileSync(join(directory, 'startedat'), '2024-06-01T12:00:00Z');
    const fd = openSync(join(directory, 'data'), 'w');
    ftruncateSync(fd, size);
    closeSync(fd);
    this.counts.uploads++;
    this.counts.files += 2;
  }

  /** Makes the `_uploads` directory that every repository has after its first push. */
  emptyUploads(repository: string): void {
    this.#directory(`repositories/${repository}/_uploads`);
  }

  #blob(hex: string, fill: (fd: number) => void): void {
    const directory = join(this.#directory(`blobs/sha256/${hex.slice(0, 2)}`), hex);
    if (!madeNow(directory)) return;
    const fd = openSync(join(directory, 'data'), 'w');
    fill(fd);
    // Spread over a year: with today's date all the unreferenced blobs would be young, and orphans would list none.
    const pushed = FIRST_PUSH + (this.counts.blobs % 365) * DAY;
    futimesSync(fd, pushed, pushed);
    closeSync(fd);
    this.counts.blobs++;
    this.counts.files++;
  }

  #link(parent: string, name: string, hex: string): void {
    const directory = join(this.#directory(`repositories/${parent}`), name);
    mkdirSync(directory);
    writeFileSync(join(directory, 'link'), `sha256:${hex}`);
    this.counts.files++;
  }

  // `mkdir -p` tries every part of the path again, so half a million links ask for it once per parent only.
  #directory(path: string): string {
    const directory = join(this.#tree, path);
    if (!this.#parents.has(directory)) mkdirSync(directory, { recursive: true });
    this.#parents.add(directory);
    return directory;
  }
}

function madeNow(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

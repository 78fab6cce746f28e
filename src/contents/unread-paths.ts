import { blobDataPath } from '../registry/layout.ts';

/**
 * Paths that the scan could not read, or did not follow: of what stands there and below nobody may say that it is
 * damaged or not there.
 */
export class UnreadPaths {
  readonly #paths: ReadonlySet<string>;
  #above: ReadonlySet<string> | undefined;

  constructor(paths: ReadonlySet<string>) {
    this.#paths = paths;
  }

  /** True where all was read: then there is no need to spell out a path to ask for one. */
  get isEmpty(): boolean {
    return this.#paths.size === 0;
  }

  /** True for a path that was not read, or that leads through one. */
  has(path: string): boolean {
    if (this.isEmpty) return false;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (this.#paths.has(path.slice(0, end))) return true;
    }
    return this.#paths.has('');
  }

  /** True for a blob that was not read; false for what stands in a digest's place and is none. */
  hasBlob(digest: string): boolean {
    const [algorithm = '', hex] = digest.split(':');
    return hex !== undefined && this.has(blobDataPath(algorithm, hex));
  }

  /** True where something in a directory was not read. */
  isWithin(directory: string): boolean {
    this.#above ??= new Set([...this.#paths].flatMap(directoriesAbove));
    return this.#above.has(directory) || this.has(directory);
  }
}

function directoriesAbove(path: string): string[] {
  return path
    .split('/')
    .slice(0, -1)
    .map((_, at, names) => names.slice(0, at + 1).join('/'));
}

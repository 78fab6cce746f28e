/** A file, as it is told. */
export interface FileInfo {
  readonly name: string;
  readonly bytes: number;
  /** What tells it from other files; of one that has several names. */
  readonly ino?: number;
  /** How many names it has. */
  readonly nlink?: number;
}

/**
 * A file in a directory that has begun. `asize` is its length and `dsize` what it takes on the disk, which is shown unless
 * one asks for the other. Both are its length, which is what all accounts are of.
 */
export function fileEntry({ name, bytes, ino, nlink }: FileInfo): string {
  const hardLink = ino !== undefined && { ino, nlink, hlnkc: true };
  return `,\n${JSON.stringify({ name: partOf(name), asize: bytes, dsize: bytes, ...hardLink })}`;
}

/** Begins the directory that all others are in; its name is a path. */
export function beginTop(path: string): string {
  return `,\n[${JSON.stringify({ name: path })}`;
}

/** Begins a directory; what follows is in it. */
export function beginDirectory(name: string): string {
  return beginTop(partOf(name));
}

/** A name as one part of a path, whatever a damaged inventory says: it leads nowhere else, and is not empty. */
function partOf(name: string): string {
  return /^\.{0,2}$/.test(name) ? `(${name})` : name.replaceAll('/', '\\x2f');
}

/** Ends the directory that began last. */
export const END_DIRECTORY = ']';

/** A directory with its entries, or nothing where there are none. */
export function* directoryOf(name: string, entries: Iterable<string>): Generator<string> {
  let isBegun = false;
  for (const entry of entries) {
    if (!isBegun) yield beginDirectory(name);
    isBegun = true;
    yield entry;
  }
  if (isBegun) yield END_DIRECTORY;
}

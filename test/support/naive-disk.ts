import * as fs from 'node:fs';

// Paths are kept as latin1 strings, one character a byte: every name survives, and plain comparison is bytewise.

/** A path as the naive model keeps it. */
export function asBytewise(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A bytewise name as people read it. */
export function asText(bytewise: string): string {
  return Buffer.from(bytewise, 'latin1').toString('utf8');
}

/** What is in a directory, sorted bytewise; nothing when it is no directory. */
export function entriesOf(directory: string): string[] {
  return isDirectory(directory) ? fs.readdirSync(Buffer.from(directory, 'latin1'), 'latin1').sort() : [];
}

export function exists(path: string): boolean {
  return statOf(path) !== undefined;
}

export function isDirectory(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false;
}

export function isFile(path: string): boolean {
  return statOf(path)?.isFile() ?? false;
}

/** The length of a file. */
export function lengthOf(path: string): number {
  return Number(statOf(path)!.size);
}

/** What two names of one file, or of one directory, have in common. */
export function identityOf(path: string): string {
  const { dev, ino } = statOf(path)!;
  return `${dev}:${ino}`;
}

/** How many names a file has, wherever they are. */
export function namesOf(path: string): number {
  return Number(statOf(path)!.nlink);
}

/** When a file was written, in milliseconds. */
export function writtenAt(path: string): number {
  return Number(statOf(path)!.mtimeNs) / 1e6;
}

/** True for a name that is a symbolic link. */
export function isSymlink(path: string): boolean {
  return fs.lstatSync(Buffer.from(path, 'latin1')).isSymbolicLink();
}

export function contentOf(path: string): Buffer {
  return fs.readFileSync(Buffer.from(path, 'latin1'));
}

/** Every regular file at or below a path; symbolic links are followed, save into a directory we are inside of. */
export function filesUnder(path: string, above: readonly string[] = []): string[] {
  if (isFile(path)) return [path];
  if (!isDirectory(path) || above.includes(identityOf(path))) return [];
  const inside = [...above, identityOf(path)];
  return entriesOf(path).flatMap((name) => filesUnder(`${path}/${name}`, inside));
}

function statOf(path: string): fs.BigIntStats | undefined {
  try {
    return fs.statSync(Buffer.from(path, 'latin1'), { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
}

import os from 'node:os';

/** Nothing is there: no name, a file where a directory should be, or a name that no file can have. */
export const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** Those of Linux that Node has no name for: what a damaged file system says (`EUCLEAN`). */
const UNNAMED: ReadonlyMap<number, string> = new Map([[117, 'EUCLEAN']]);

/** True for an error of the file system. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).code !== undefined;
}

/** The short name of a system error: for some, such as ESTALE, Node says only their number. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code, errno } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code.startsWith('Unknown') ? nameOf(Math.abs(errno ?? 0)) : code;
}

function nameOf(number: number): string {
  const known = Object.entries(os.constants.errno).find(([, value]) => value === number)?.[0];
  return known ?? UNNAMED.get(number) ?? `errno ${number}`;
}

/** An error as the file system would give it. */
export function systemError(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

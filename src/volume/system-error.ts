/** Nothing is there: no name, a file where a directory should be, or a name that no file can have. */
export const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** Directories and files vanish while a registry works: what is not there is no error. */
export function ignoreMissing<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (MISSING.has(errorCode(error))) return undefined;
    throw error;
  }
}

/** True for an error of the file system. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).code !== undefined;
}

/** The short name of a system error: Node has none for some, such as ESTALE, and says their number instead. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code, errno } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code.startsWith('Unknown') ? `errno ${Math.abs(errno ?? 0)}` : code;
}
